package dev.batchtransform.spark.internal.executor.async;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.stage.FolderFiles;
import dev.batchtransform.spark.internal.stage.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What is written down of a wave's requests: {@code requests/<wave>/<n>.jsonl}, a line a request,
 * and {@code stopped} once the wave was stopped while some were out. Only the driver that has
 * claimed the run writes here, except for that mark.
 */
final class Receipts {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern CHUNK = Pattern.compile("(\\d{1,9})\\.jsonl");
  private static final String STOPPED = "stopped";

  private final Path folder;
  private final Configuration hadoop;
  private int next = -1;

  Receipts(Path folder, Configuration hadoop) {
    this.folder = folder;
    this.hadoop = hadoop;
  }

  static Receipts of(Wave wave, Configuration hadoop) {
    return new Receipts(wave.layout().requests(wave.index()), hadoop);
  }

  /** Those of the wave before it. */
  static Receipts before(Wave wave, Configuration hadoop) {
    return new Receipts(wave.layout().requests(wave.index() - 1), hadoop);
  }

  /** Whether anything was written down. */
  boolean exist() {
    return !files().isEmpty();
  }

  /** The last request of each file, by its name. */
  Map<String, Receipt> read() {
    List<Path> chunks = files().stream().filter(Receipts::isChunk).toList();
    try {
      return chunks.parallelStream()
          .flatMap(chunk -> read(chunk).stream())
          .collect(Collectors.toMap(Receipt::file, receipt -> receipt, Receipts::later));
    } catch (UncheckedIOException failure) {
      throw unreadable(failure);
    }
  }

  private static Receipt later(Receipt one, Receipt other) {
    if (one.attempt() != other.attempt()) {
      return one.attempt() > other.attempt() ? one : other;
    }
    return one.sent().isAfter(other.sent()) ? one : other;
  }

  private List<Receipt> read(Path chunk) {
    List<Receipt> receipts = new ArrayList<>();
    try (InputStream in = fileSystem().open(chunk)) {
      for (String line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
        if (!line.isBlank()) {
          receipts.add(Receipt.of(MAPPER.readTree(line)));
        }
      }
      return receipts;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Writes requests down, in a file of their own. */
  void write(List<Receipt> receipts) {
    if (next < 0) {
      next = 1 + files().stream().mapToInt(Receipts::number).max().orElse(-1);
    }
    Path chunk = new Path(folder, next + ".jsonl");
    String lines =
        receipts.stream().map(receipt -> receipt.toJson() + "\n").collect(Collectors.joining());
    write(chunk, lines);
    next++;
  }

  /** Says that the wave was stopped and what is out may still be answered. */
  void markStopped() {
    write(new Path(folder, STOPPED), "");
  }

  boolean areOfStoppedWave() {
    return files().stream().anyMatch(file -> file.getName().equals(STOPPED));
  }

  private void write(Path file, String text) {
    try {
      WholeFile.write(file, text.getBytes(UTF_8), hadoop);
    } catch (IOException failure) {
      throw new StorageException(
          "Cannot write down which requests were sent, in %s: %s. Start the run again with the same option 'runId': some of them may be sent a second time."
              .formatted(file, failure.getMessage()),
          failure);
    }
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    try {
      for (FolderFiles each = FolderFiles.below(folder, hadoop); each.hasNext(); ) {
        FileStatus file = each.next();
        files.add(file.getPath());
      }
    } catch (FileNotFoundException none) {
      return List.of();
    } catch (IOException failure) {
      throw unreadable(failure);
    }
    return files;
  }

  private StorageException unreadable(Exception failure) {
    return new StorageException(
        "Cannot read which requests were sent, in %s: %s. Start the run again with the same option 'runId' to go on."
            .formatted(folder, failure.getMessage()),
        failure);
  }

  private static boolean isChunk(Path file) {
    return CHUNK.matcher(file.getName()).matches();
  }

  private static int number(Path file) {
    var chunk = CHUNK.matcher(file.getName());
    return chunk.matches() ? Integer.parseInt(chunk.group(1)) : -1;
  }

  private FileSystem fileSystem() throws IOException {
    return folder.getFileSystem(hadoop);
  }
}
