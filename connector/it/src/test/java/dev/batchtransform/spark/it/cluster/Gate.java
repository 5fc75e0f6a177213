package dev.batchtransform.spark.it.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/**
 * Where one task waits for the test, from whatever process.
 *
 * @param directory where it says that it is there, and is told to go on
 */
record Gate(String directory) implements Serializable {
  static Gate in(Path directory) throws IOException {
    return new Gate(
        Files.createTempDirectory(Files.createDirectories(directory), "gate").toString());
  }

  /**
   * For the task: says that it is there and waits until the gate opens. An interrupt does not end
   * the wait and is not forgotten, as in a computation that never looks for one.
   */
  void pass() {
    try {
      Path mark = Files.createTempFile(Path.of(directory), "arriving", "");
      Files.writeString(mark, Long.toString(ProcessHandle.current().pid()));
      Files.move(mark, arrived(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    CompletableFuture.runAsync(() -> await(this::isOpen)).join();
  }

  boolean hasBeenReached() {
    return Files.exists(arrived());
  }

  /** For the test: waits until the task is there, and returns its process. */
  long awaitTask() {
    await(this::hasBeenReached);
    try {
      return Long.parseLong(Files.readString(arrived()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void open() {
    try {
      Files.writeString(opened(), "");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofMinutes(5)).until(condition);
  }

  private boolean isOpen() {
    return Files.exists(opened());
  }

  private Path arrived() {
    return Path.of(directory, "arrived");
  }

  private Path opened() {
    return Path.of(directory, "opened");
  }
}
