package dev.batchtransform.spark.it.sandbox;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** The task attempts that the driver has seen. */
public final class TaskAttempts extends SparkListener {
  private final Set<Long> running = ConcurrentHashMap.newKeySet();
  private volatile boolean seen;
  private final List<Integer> speculative = new CopyOnWriteArrayList<>();
  private final List<String> lostExecutors = new CopyOnWriteArrayList<>();

  /** The partitions that were tried a second time while the first try was running. */
  public List<Integer> speculative() {
    return speculative;
  }

  /** The executors that have gone. */
  public List<String> lostExecutors() {
    return lostExecutors;
  }

  /** Whether at least one was seen, and all have ended. */
  public boolean allEnded() {
    return seen && running.isEmpty();
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    running.add(start.taskInfo().taskId());
    seen = true;
    if (start.taskInfo().speculative()) {
      speculative.add(start.taskInfo().index());
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    lostExecutors.add(removed.executorId());
  }
}
