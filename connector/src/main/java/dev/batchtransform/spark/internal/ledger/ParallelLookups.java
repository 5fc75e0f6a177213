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
import org.apache.hadoop.fs.Path;

/** Looks up many places of a store at the same time, since each lookup is mostly waiting. */
final class ParallelLookups {
  private static final int AT_ONCE = 16;

  private ParallelLookups() {}

  /** Looks up one place. */
  interface Lookup<R> {
    R at(Path place) throws IOException;
  }

  /** What each place shows, in their order. */
  static <R> List<R> of(List<Path> places, Lookup<R> lookup) throws IOException {
    if (places.size() == 1) {
      return List.of(lookup.at(places.get(0)));
    }
    List<Callable<R>> lookups =
        places.stream().map(place -> (Callable<R>) () -> lookup.at(place)).toList();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(AT_ONCE, places.size())), ParallelLookups::daemon);
    try {
      List<R> seen = new ArrayList<>();
      for (Future<R> each : threads.invokeAll(lookups)) {
        seen.add(each.get());
      }
      return seen;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while looking for runs");
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
    Thread thread = new Thread(work, "batch-transform-lookup");
    thread.setDaemon(true);
    return thread;
  }
}
