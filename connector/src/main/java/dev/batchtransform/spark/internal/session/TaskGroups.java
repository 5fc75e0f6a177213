package dev.batchtransform.spark.internal.session;

import java.util.ArrayList;
import java.util.List;

/**
 * Spreads a Spark job's inputs over its tasks: as many tasks as the inputs' weight asks for, and
 * not as executors happen to be alive. A driver that has waited hours for a job has often given its
 * executors back.
 *
 * @param taskBytes weight of a full task, as {@code spark.sql.files.maxPartitionBytes}
 * @param openCost weight of opening a file, as {@code spark.sql.files.openCostInBytes}
 * @param cores tasks that can run at once; more than that are made only where the weight asks for
 *     it
 */
record TaskGroups(long taskBytes, long openCost, int cores) {
  /** Scheduling more of them takes longer than they do. */
  static final int MOST_TASKS = 10_000;

  TaskGroups {
    taskBytes = Math.max(1, taskBytes);
    openCost = Math.max(1, openCost);
    cores = Math.max(1, cores);
  }

  /**
   * Which inputs go together: neighbours, in their order, in groups of much the same weight.
   * Heavier than its share is only a group that ends with a heavy input.
   *
   * @param weights of the inputs
   * @return for each group, how many of the inputs it has; none is empty
   */
  List<Integer> sizes(List<TaskWeight> weights) {
    double total = weights.stream().mapToDouble(this::cost).sum();
    long tasks = tasks(total, weights.size());
    List<Integer> sizes = new ArrayList<>();
    double before = 0;
    long open = -1;
    for (TaskWeight weight : weights) {
      long group = (long) (before * tasks / total);
      if (group > open) {
        open = group;
        sizes.add(0);
      }
      sizes.set(sizes.size() - 1, sizes.get(sizes.size() - 1) + 1);
      before += cost(weight);
    }
    return List.copyOf(sizes);
  }

  private long tasks(double total, int inputs) {
    double full = Math.ceil(total / taskBytes);
    double idle = Math.min(cores, Math.ceil(total / openCost));
    return (long) Math.max(1, Math.min(Math.max(full, idle), Math.min(inputs, MOST_TASKS)));
  }

  /** As a double, since a sum of sizes that someone else wrote must not overflow. */
  private double cost(TaskWeight weight) {
    return Math.max(0, weight.bytes()) + Math.max(1, weight.files()) * (double) openCost;
  }
}
