package dev.batchtransform.spark.internal.ledger;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Works on many objects of a store at the same time, since that is mostly waiting. */
final class InParallel {
  private static final int AT_ONCE = 16;

  private InParallel() {}

  /** What is done with one of them. */
  interface Work<T, R> {
    R on(T each) throws IOException;
  }

  /** What comes of each, in their order. */
  static <T, R> List<R> of(List<T> all, Work<T, R> work) throws IOException {
    if (all.size() == 1) {
      return List.of(work.on(all.get(0)));
    }
    List<Callable<R>> calls = all.stream().map(each -> (Callable<R>) () -> work.on(each)).toList();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(AT_ONCE, all.size())), InParallel::daemon);
    try {
      List<R> seen = new ArrayList<>();
      for (Future<R> each : threads.invokeAll(calls)) {
        seen.add(each.get());
      }
      return seen;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for storage");
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(failure.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "batch-transform-storage");
    thread.setDaemon(true);
    return thread;
  }
}
