package dev.batchtransform.spark.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TaskGroupsTest {

  private static final long MB = 1L << 20;
  private static final int FEW_CORES = 8;
  private static final TaskGroups USUAL = new TaskGroups(128 * MB, 4 * MB, FEW_CORES);

  @Test
  void theWeightAsksForTasksAlthoughExecutorsAreGone() {
    List<Integer> sizes = USUAL.sizes(files(10_000, 124 * MB));

    assertThat(sizes).hasSize(10_000);
  }

  @Test
  void hugeDataGetsATaskLimit() {
    List<Integer> sizes = USUAL.sizes(files(1_000_000, 124 * MB));

    assertThat(sizes).hasSize(TaskGroups.MOST_TASKS);
    assertThat(sizes).allMatch(size -> size == 100);
  }

  @Test
  void smallFilesShareATask() {
    assertThat(USUAL.sizes(files(3_200, 0))).hasSize(100);
  }

  @Test
  void theCoresThatAreThereHaveSomethingToDo() {
    assertThat(USUAL.sizes(files(16, 1))).containsExactlyElementsOf(Collections.nCopies(8, 2));
  }

  @Test
  void oneInputIsOneTask() {
    assertThat(USUAL.sizes(files(1, Long.MAX_VALUE))).containsExactly(1);
  }

  @Test
  void sizesThatNobodyCanHaveDoNoHarm() {
    List<TaskWeight> weights =
        List.of(
            new TaskWeight(Long.MAX_VALUE, Long.MAX_VALUE),
            new TaskWeight(Long.MAX_VALUE, 1),
            new TaskWeight(-5, -5));

    assertThat(sum(new TaskGroups(0, -1, 0).sizes(weights))).isEqualTo(3);
  }

  @Property
  void everyInputIsInOneGroupAndNoGroupIsHeavierThanItsShareAndOneInput(
      @ForAll("weights") List<TaskWeight> weights,
      @ForAll @IntRange(min = 1, max = 1_000) int taskBytes,
      @ForAll @IntRange(min = 1, max = 100) int openCost,
      @ForAll @IntRange(min = 1, max = 50) int cores) {
    List<Integer> sizes = new TaskGroups(taskBytes, openCost, cores).sizes(weights);

    assertThat(sizes).allMatch(size -> size > 0);
    assertThat(sum(sizes)).isEqualTo(weights.size());
    List<Long> costs = weights.stream().map(one -> one.bytes() + one.files() * openCost).toList();
    long total = costs.stream().mapToLong(Long::longValue).sum();
    double share = Math.max(taskBytes, total / (double) Math.min(weights.size(), sizes.size()));
    long heaviest = Collections.max(costs);
    assertThat(groupCosts(costs, sizes)).allMatch(cost -> cost <= share + heaviest + 1e-6);
    assertThat((double) sizes.size())
        .isLessThanOrEqualTo(Math.max(cores, Math.ceil(total / (double) taskBytes)));
  }

  @Provide
  Arbitrary<List<TaskWeight>> weights() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 100_000), Arbitraries.longs().between(1, 40))
        .as(TaskWeight::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(300);
  }

  private static List<Long> groupCosts(List<Long> costs, List<Integer> sizes) {
    List<Long> groups = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      groups.add(costs.subList(from, from + size).stream().mapToLong(Long::longValue).sum());
      from += size;
    }
    return groups;
  }

  private static int sum(List<Integer> sizes) {
    return sizes.stream().mapToInt(Integer::intValue).sum();
  }

  private static List<TaskWeight> files(int count, long bytes) {
    return Collections.nCopies(count, TaskWeight.ofFile(bytes));
  }
}
