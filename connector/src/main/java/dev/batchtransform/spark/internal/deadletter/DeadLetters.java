package dev.batchtransform.spark.internal.deadletter;

import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.internal.join.AnswerPlan;
import dev.batchtransform.spark.internal.join.FileToRead;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.session.SparkTasks;
import dev.batchtransform.spark.internal.stage.Discard;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Keeps the failed rows of a run that ends, each with its record as it was sent. Spark tasks write
 * parts, which the driver strings together: a run in which everything failed is as large as its
 * input, and no process holds more of it than a row.
 */
public final class DeadLetters {
  /** What is told of a run is told of its first rows. */
  private static final int LETTERS_READ = 1_000;

  private static final int MOST_REASONS = 3;

  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final Optional<DeadLetterQueue> queue;

  /**
   * Keeps them.
   *
   * @param queue is told of each
   */
  public DeadLetters(
      JavaSparkContext spark, Configuration hadoop, Optional<DeadLetterQueue> queue) {
    this.spark = spark;
    this.hadoop = hadoop;
    this.queue = queue;
  }

  /** Refuses a queue that cannot be called for want of a region or of credentials. */
  public void validate() {
    queue.ifPresent(DeadLetterQueue::validate);
  }

  /**
   * Writes the dead letters of a run in which every file is decided, and tells the queue of them.
   * Doing so twice does no harm, but that the queue is told twice.
   *
   * @return the run that names them, or none when no row has failed
   */
  public RunLedger write(RunLedger run, RunLayout layout) throws InterruptedException {
    List<FileToRead> files =
        run.files().stream()
            .filter(file -> file.failedRows() > 0)
            .map(FileToRead::ofErrors)
            .toList();
    if (files.isEmpty()) {
      return run.withDeadLetters(null);
    }
    int number = Math.max(0, run.waves().size() - 1);
    try {
      write(files, number, AnswerPlan.of(run, layout));
    } catch (IOException failure) {
      throw new StorageException(
          "Cannot write the dead letters "
              + layout.deadLetters(number)
              + ": "
              + failure.getMessage(),
          failure);
    }
    if (queue.isPresent()) {
      queue.get().tell(run, layout, layout.deadLetters(number), hadoop);
    }
    return run.withDeadLetters(number);
  }

  /**
   * Why rows of a run have failed, in words: a few reasons of those that its first dead letters
   * give, the most frequent first.
   *
   * @param run whose dead letters were written
   */
  public List<String> reasons(RunLedger run, RunLayout layout) {
    if (run.deadLetters() == null) {
      return List.of();
    }
    Path path = layout.deadLetters(run.deadLetters());
    Map<String, Integer> found = new LinkedHashMap<>();
    try (DeadLetterReader letters = DeadLetterReader.open(path, hadoop)) {
      for (int read = 0; read < LETTERS_READ; read++) {
        Optional<DeadLetter> letter = letters.next();
        if (letter.isEmpty()) {
          break;
        }
        found.merge(letter.get().code() + ": " + letter.get().message(), 1, Integer::sum);
      }
    } catch (IOException failure) {
      throw new StorageException(
          "Cannot read the dead letters " + path + ": " + failure.getMessage(), failure);
    }
    return found.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(MOST_REASONS)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void write(List<FileToRead> files, int number, AnswerPlan plan) throws IOException {
    FileSystem fileSystem = plan.layout().path().getFileSystem(hadoop);
    DeadLetterTask task = new DeadLetterTask(plan, number, new SerializableConfiguration(hadoop));
    try {
      List<Integer> parts =
          new SparkTasks(spark)
              .together(
                  "Write dead letters of run " + plan.layout().runId(),
                  files,
                  FileToRead::weight,
                  task::write);
      concatenate(parts, number, plan.layout());
    } finally {
      Discard.quietly(fileSystem, plan.layout().deadLetterParts(number), true);
    }
  }

  private void concatenate(List<Integer> parts, int number, RunLayout layout) throws IOException {
    try (WholeFile whole = WholeFile.create(layout.deadLetters(number), hadoop)) {
      for (int part : parts) {
        Path path = layout.deadLetterPart(number, part);
        try (InputStream in = path.getFileSystem(hadoop).open(path)) {
          in.transferTo(whole.out());
        }
      }
      whole.commit();
    }
  }
}
