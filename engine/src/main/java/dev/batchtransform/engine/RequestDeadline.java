package dev.batchtransform.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that has made it, once its time is up, unless it was closed before. A
 * client's own time limits end with an answer's headers, or hold for each read of its body alone.
 */
final class RequestDeadline implements AutoCloseable {

  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Thread caller = Thread.currentThread();
  private final Future<?> alarm;
  private boolean over;
  private boolean missed;

  RequestDeadline(Duration time) {
    this.alarm = TIMER.schedule(this::miss, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            runnable -> {
              Thread thread = new Thread(runnable, "transform-request-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private synchronized void miss() {
    if (!over) {
      missed = true;
      caller.interrupt();
    }
  }

  /** Whether the time was up before the work was done. From here on nobody is interrupted. */
  synchronized boolean isMissed() {
    over = true;
    return missed;
  }

  /** Takes back an interrupt of its own that nobody has noticed. */
  @Override
  public void close() {
    if (isMissed()) {
      boolean unused = Thread.interrupted();
    }
    alarm.cancel(false);
  }
}
