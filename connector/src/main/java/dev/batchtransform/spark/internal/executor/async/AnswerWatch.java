package dev.batchtransform.spark.internal.executor.async;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.batchtransform.spark.internal.executor.KeptAnswers;
import dev.batchtransform.spark.internal.stage.SageMakerUris;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Looks for the answers and failures of requests that are out: by listing the folders in which they
 * will lie, page by page, and not by asking for each.
 */
final class AnswerWatch {

  private final Path stagingPath;
  private final Configuration hadoop;
  private final ExecutorService threads;

  /**
   * @param stagingPath what the endpoint puts into S3 is reached under the scheme of this path
   * @param threads read failures; is not shut down here
   */
  AnswerWatch(Path stagingPath, Configuration hadoop, ExecutorService threads) {
    this.stagingPath = stagingPath;
    this.hadoop = hadoop;
    this.threads = threads;
  }

  /** What was found of a request. */
  sealed interface Found {
    Receipt receipt();
  }

  /** Its answer. */
  record Answered(Receipt receipt, KeptAnswers answers) implements Found {}

  /** That it failed. */
  record Failed(Receipt receipt, FailureWords words) implements Found {}

  /** What is there of these requests. */
  List<Found> look(Collection<Receipt> out) throws IOException, InterruptedException {
    Map<Path, Receipt> outputs = new HashMap<>();
    Map<Path, Receipt> failures = new HashMap<>();
    Set<Path> folders = new HashSet<>();
    for (Receipt receipt : out) {
      outputs.put(place(receipt.output()), receipt);
      receipt.failure().ifPresent(failure -> failures.put(place(failure), receipt));
    }
    outputs.keySet().forEach(path -> folders.add(path.getParent()));
    failures.keySet().forEach(path -> folders.add(path.getParent()));
    Map<String, Found> found = new HashMap<>();
    Map<String, Receipt> failed = new HashMap<>();
    for (Path folder : folders) {
      list(
          folder,
          file -> {
            Receipt answered = outputs.get(file.getPath());
            Receipt refused = failures.get(file.getPath());
            if (answered != null) {
              found.put(answered.file(), answer(answered, file));
            } else if (refused != null) {
              failed.put(refused.file(), refused);
            }
          });
    }
    failed.keySet().removeAll(found.keySet());
    List<Found> all = new ArrayList<>(found.values());
    all.addAll(read(failed.values()));
    return all;
  }

  /** Which of these requests have their answers. Reads nothing. */
  List<Receipt> answered(Collection<Receipt> out) throws IOException {
    Map<Path, Receipt> outputs = new HashMap<>();
    out.forEach(receipt -> outputs.put(place(receipt.output()), receipt));
    Set<Path> folders = outputs.keySet().stream().map(Path::getParent).collect(Collectors.toSet());
    List<Receipt> answered = new ArrayList<>();
    for (Path folder : folders) {
      list(
          folder,
          file -> Optional.ofNullable(outputs.get(file.getPath())).ifPresent(answered::add));
    }
    return answered;
  }

  /** Asks for the two objects of one request, where a listing may lag behind. */
  Optional<Found> lookClosely(Receipt receipt) throws IOException {
    Path output = place(receipt.output());
    try {
      return Optional.of(answer(receipt, output.getFileSystem(hadoop).getFileStatus(output)));
    } catch (FileNotFoundException none) {
      return receipt.failure().isEmpty() ? Optional.empty() : failure(receipt);
    }
  }

  private Optional<Found> failure(Receipt receipt) throws IOException {
    try {
      return Optional.of(read(receipt));
    } catch (FileNotFoundException none) {
      return Optional.empty();
    }
  }

  private static Found answer(Receipt receipt, FileStatus file) {
    return new Answered(receipt, new KeptAnswers(file.getPath().toString(), file.getLen()));
  }

  /** Only those that lie in the folder itself: below it others may have put millions. */
  private void list(Path folder, Consumer<FileStatus> each) throws IOException {
    try {
      RemoteIterator<FileStatus> page = folder.getFileSystem(hadoop).listStatusIterator(folder);
      while (page.hasNext()) {
        FileStatus file = page.next();
        if (file.isFile()) {
          each.accept(file);
        }
      }
    } catch (FileNotFoundException none) {
      // Nothing has been put there yet.
    }
  }

  private List<Found> read(Collection<Receipt> failed) throws IOException, InterruptedException {
    List<Callable<Found>> reads = new ArrayList<>();
    failed.forEach(receipt -> reads.add(() -> read(receipt)));
    List<Found> found = new ArrayList<>();
    for (Future<Found> each : threads.invokeAll(reads)) {
      try {
        found.add(each.get());
      } catch (ExecutionException failure) {
        throw failure.getCause() instanceof IOException trouble
            ? trouble
            : new IOException(failure.getCause());
      }
    }
    return found;
  }

  private Found read(Receipt receipt) throws IOException {
    Path path = place(receipt.failure().orElseThrow());
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      String content = new String(in.readNBytes(FailureWords.MOST_BYTES), UTF_8);
      return new Failed(receipt, FailureWords.of(content));
    }
  }

  private Path place(String uri) {
    return SageMakerUris.inSchemeOf(stagingPath, new Path(uri));
  }
}
