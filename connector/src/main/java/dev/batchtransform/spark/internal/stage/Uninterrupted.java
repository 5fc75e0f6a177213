package dev.batchtransform.spark.internal.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs what must not end half-way on a thread that nobody interrupts. Spark interrupts the attempt
 * that loses, and on an interrupted thread S3A deletes nothing. What is worse, its stream takes the
 * upload that it does not wait for any more for one that has ended ({@code
 * S3ABlockOutputStream.putObject}): the object may appear after it was deleted, and an older ledger
 * after a newer one. On a local disk Hadoop starts processes and swallows an interrupt that comes
 * while it waits for one.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** Something that reads or writes. */
  public interface Step {
    void run() throws IOException;
  }

  /** Returns when the step has ended. An interrupt meanwhile is kept for later. */
  public static void run(Step step) throws IOException {
    try {
      CompletableFuture.runAsync(() -> runUnchecked(step), Uninterrupted::start).join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof UncheckedIOException unchecked) {
        throw unchecked.getCause();
      }
      throw failure;
    }
  }

  private static void runUnchecked(Step step) {
    try {
      step.run();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void start(Runnable step) {
    Thread thread = new Thread(step, Thread.currentThread().getName() + " (uninterrupted)");
    thread.setDaemon(true);
    thread.start();
  }
}
