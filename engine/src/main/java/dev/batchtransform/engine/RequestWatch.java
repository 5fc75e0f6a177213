package dev.batchtransform.engine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Cancels a request once its time is up or its thread was interrupted: a thread that waits for a
 * socket notices neither, and a client's own limit holds for each read of an answer alone.
 */
final class RequestWatch implements AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private static final Set<RequestWatch> WATCHED = ConcurrentHashMap.newKeySet();
  private static final Thread WATCHER = watcher();
  private static volatile boolean asleep;

  private final Thread caller = Thread.currentThread();
  private final Runnable cancel;
  private final long end;
  private volatile boolean missed;

  /**
   * Watches over a request until it is closed.
   *
   * @param time how long the request may take
   * @param cancel ends it; harmless when it has ended
   */
  RequestWatch(Duration time, Runnable cancel) {
    this.end = System.nanoTime() + time.toNanos();
    this.cancel = cancel;
    WATCHED.add(this);
    if (asleep) {
      LockSupport.unpark(WATCHER);
    }
  }

  private static Thread watcher() {
    Thread thread = new Thread(RequestWatch::watch, "transform-request-watch");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void watch() {
    while (true) {
      asleep = true;
      if (WATCHED.isEmpty()) {
        LockSupport.park(WATCHED);
      } else {
        LockSupport.parkNanos(WATCHED, BETWEEN_LOOKS.toNanos());
      }
      asleep = false;
      WATCHED.forEach(RequestWatch::look);
    }
  }

  private void look() {
    if (System.nanoTime() - end >= 0) {
      missed = true;
      cancel.run();
    } else if (caller.isInterrupted()) {
      cancel.run();
    }
  }

  /** Whether the time was up before the request had ended. */
  boolean isMissed() {
    return missed;
  }

  @Override
  public void close() {
    WATCHED.remove(this);
  }
}
