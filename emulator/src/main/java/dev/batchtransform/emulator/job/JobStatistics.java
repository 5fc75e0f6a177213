package dev.batchtransform.emulator.job;

import dev.batchtransform.engine.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a job's instances did. Safe for many threads. */
public final class JobStatistics {

  /**
   * What one instance did.
   *
   * @param objects the objects that it was given
   * @param miniBatches requests, retries not counted
   * @param requests requests, retries counted
   * @param records records in the mini-batches
   */
  public record InstanceStatistics(
      List<String> objects, long miniBatches, long requests, long records) {}

  private final SortedMap<Integer, InstanceStatistics> instances = new TreeMap<>();
  private int outputs;

  synchronized void assigned(int instance, List<String> objects) {
    instances.put(instance, new InstanceStatistics(List.copyOf(objects), 0, 0, 0));
  }

  synchronized void invoked(int instance, Invocation invocation) {
    instances.computeIfPresent(
        instance,
        (index, before) ->
            new InstanceStatistics(
                before.objects,
                before.miniBatches + 1,
                before.requests + invocation.attempts(),
                before.records + invocation.records()));
  }

  /** Counts a stored output and returns how many there are. */
  synchronized int stored() {
    return ++outputs;
  }

  /** Outputs that were stored. */
  public synchronized int outputs() {
    return outputs;
  }

  /** Each instance's share, in the order of the instances. */
  public synchronized List<InstanceStatistics> instances() {
    return new ArrayList<>(instances.values());
  }
}
