package dev.batchtransform.spark.internal.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;

/**
 * Interrupts a thread that waits for a run when the Spark application ends. That covers {@code
 * spark.stop()}, and also SIGTERM, Ctrl-C and the end of the main program, since Spark stops itself
 * in a shutdown hook of its own, before Hadoop's file systems are closed.
 */
final class ApplicationEnd extends SparkListener implements AutoCloseable {
  /** Spark's stop waits for its listeners; a shutdown hook is given half a minute in all. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SparkContext spark;
  private final Thread waiting = Thread.currentThread();
  private final CountDownLatch waitIsOver = new CountDownLatch(1);

  private ApplicationEnd(SparkContext spark) {
    this.spark = spark;
  }

  /** Watches for the end on behalf of this thread, until it is closed. */
  static ApplicationEnd watch(SparkContext spark) {
    ApplicationEnd watch = new ApplicationEnd(spark);
    spark.addSparkListener(watch);
    if (spark.isStopped()) {
      watch.interrupt();
    }
    return watch;
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    interrupt();
    try {
      // What the thread still has to do, such as stopping a job, needs the driver alive.
      boolean unused = waitIsOver.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void interrupt() {
    if (waitIsOver.getCount() > 0) {
      waiting.interrupt();
    }
  }

  @Override
  public void close() {
    // First, since Spark may wait for the listener while it removes it.
    synchronized (this) {
      waitIsOver.countDown();
    }
    spark.removeSparkListener(this);
  }
}
