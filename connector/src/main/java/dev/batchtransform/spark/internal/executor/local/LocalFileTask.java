package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.engine.InvocationException;
import dev.batchtransform.engine.ModelUnavailableException;
import dev.batchtransform.engine.TransformEngine;
import dev.batchtransform.engine.TransformedFile;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.stage.WholeInput;
import dev.batchtransform.spark.internal.text.Plural;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a Spark task does with one staged file. A file that fails is a result and not a failure of
 * the task, so that the others go on and Spark does not send it again; the run decides about that.
 */
final class LocalFileTask implements VoidFunction<String[]> {

  private static final Logger LOG = LoggerFactory.getLogger(LocalFileTask.class);

  /** Storage that stumbles is tried again at once; after that the run stands still. */
  private static final int TRIES = 3;

  private final LocalEngineSpec spec;
  private final boolean keepsAnswers;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final CollectionAccumulator<LocalFileResult> results;

  /**
   * A task of one wave.
   *
   * @param keepsAnswers whether the answers of a file count although some of its records failed
   */
  LocalFileTask(
      LocalEngineSpec spec,
      boolean keepsAnswers,
      Broadcast<SerializableConfiguration> hadoop,
      CollectionAccumulator<LocalFileResult> results) {
    this.spec = spec;
    this.keepsAnswers = keepsAnswers;
    this.hadoop = hadoop;
    this.results = results;
  }

  /**
   * The file as its task gets it: text alone, which every serializer that Spark may be set to
   * knows.
   */
  static String[] argument(StagedFile file, Path input, Path output) {
    return new String[] {
      file.name(),
      input.toString(),
      output.toString(),
      Long.toString(file.bytes()),
      Long.toString(file.records())
    };
  }

  @Override
  public void call(String[] file) throws IOException, InterruptedException {
    Work work =
        new Work(
            file[0],
            new Path(file[1]),
            new Path(file[2]),
            Long.parseLong(file[3]),
            Long.parseLong(file[4]));
    try (SharedEngines.Lease lease = SharedEngines.ofThisProcess().lease(spec)) {
      results.add(transform(lease.engine(), work));
    } catch (ModelUnavailableException failure) {
      results.add(LocalFileResult.interrupted(work.name(), failure));
    }
  }

  /** A file's name, where it is, where its answers go, and its sizes. */
  private record Work(String name, Path input, Path output, long bytes, long records) {

    /** Where the answers to some of its records go, in this attempt and no other. */
    Path partOfOutput() {
      return RunLayout.partOf(output, UUID.randomUUID());
    }
  }

  private LocalFileResult transform(TransformEngine engine, Work work)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return transformOnce(engine, work);
      } catch (ModelUnavailableException failure) {
        throw failure;
      } catch (IOException failure) {
        if (TaskContext.get().isInterrupted()) {
          throw failure;
        }
        LOG.warn(
            "{} could not be read or written, attempt {} of {}",
            work.name(),
            attempt,
            TRIES,
            failure);
        if (attempt == TRIES) {
          return LocalFileResult.interrupted(work.name(), failure);
        }
      }
    }
  }

  /** What is read ends where the file does: half a record must not be sent for a whole one. */
  private LocalFileResult transformOnce(TransformEngine engine, Work work)
      throws IOException, InterruptedException {
    String name = work.name();
    Path output = work.output();
    Configuration conf = hadoop.value().value();
    FileSystem fileSystem = output.getFileSystem(conf);
    if (fileSystem.exists(output)) {
      LOG.debug("{} has its output already", name);
      return LocalFileResult.done(name);
    }
    try (InputStream in = WholeInput.open(work.input(), work.bytes(), conf);
        AnswerFile answers = new AnswerFile(output, work.partOfOutput(), conf)) {
      try {
        TransformedFile transformed = engine.transform(name, in, answers, answers::incomplete);
        if (fileSystem.exists(output)) {
          LOG.info("{} has the output of a faster attempt, which may be counted already", name);
          return LocalFileResult.done(name);
        }
        answers.commit();
        LOG.debug(
            "{}: {} in {}",
            name,
            Plural.of(transformed.records(), "record"),
            Plural.of(transformed.requests(), "request"));
        return LocalFileResult.done(name);
      } catch (InvocationException failure) {
        LOG.info(
            "{} failed: {} of its first {}, the first at line {}: {}",
            name,
            Plural.of(failure.requests().size(), "request"),
            Plural.of(failure.answered(), "record"),
            failure.line(),
            failure.reason());
        return LocalFileResult.failed(
            name, failure, keeps(work, failure) ? answers.keep() : Optional.empty());
      }
    }
  }

  /** Whether the failed records are known one by one, and all others were answered. */
  private boolean keeps(Work work, InvocationException failure) {
    return keepsAnswers
        && failure.answered() == work.records()
        && failure.requests().size() < work.records()
        && failure.requests().stream().allMatch(request -> request.records() == 1);
  }
}
