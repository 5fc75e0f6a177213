package dev.batchtransform.emulator.endpoint;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The requests that wait for an instance, in the order they came. Safe for many threads. */
final class AsyncQueue {

  /**
   * A request that waits.
   *
   * @param ready when an instance may take it, by {@link System#nanoTime()}
   * @param expires when it has waited for too long
   */
  private record Waiting(AsyncRequest request, long ready, long expires) {}

  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /**
   * Adds a request.
   *
   * @param hold how long no instance may take it
   * @param ttl how long it may wait
   */
  synchronized void add(AsyncRequest request, Duration hold, Duration ttl) {
    long now = System.nanoTime();
    waiting.addLast(new Waiting(request, now + hold.toNanos(), now + ttl.toNanos()));
    notifyAll();
  }

  /**
   * Waits for a request that an instance may take.
   *
   * @param enough asked again after each {@link #wake()}
   * @return empty when it is enough
   */
  synchronized Optional<AsyncRequest> take(BooleanSupplier enough) throws InterruptedException {
    while (!enough.getAsBoolean()) {
      long now = System.nanoTime();
      long millis = 0; // For ever, as wait() has it.
      for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
        Waiting next = each.next();
        if (next.expires - now > 0) {
          if (next.ready - now <= 0) {
            each.remove();
            return Optional.of(next.request);
          }
          long pause = 1 + TimeUnit.NANOSECONDS.toMillis(next.ready - now);
          millis = millis == 0 ? pause : Math.min(millis, pause);
        }
      }
      wait(millis);
    }
    return Optional.empty();
  }

  /** Has all that wait for a request ask whether it is enough. */
  synchronized void wake() {
    notifyAll();
  }

  /** Takes out the requests that have waited for too long. */
  synchronized List<AsyncRequest> expired() {
    long now = System.nanoTime();
    List<AsyncRequest> expired = new ArrayList<>();
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting next = each.next();
      if (next.expires - now <= 0) {
        each.remove();
        expired.add(next.request);
      }
    }
    return expired;
  }

  synchronized int size() {
    return waiting.size();
  }

  synchronized void clear() {
    waiting.clear();
  }
}
