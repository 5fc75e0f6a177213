package dev.batchtransform.spark.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FilePlanTest {

  @Test
  void fewTasksFillSeveralFilesEach() {
    assertThat(FilePlan.of(2, 8, 1, 1).lanes()).isEqualTo(4);
  }

  @Test
  void manyTasksFillOneFileEach() {
    assertThat(FilePlan.of(200, 8, 1, 1).lanes()).isEqualTo(1);
  }

  @Test
  void aTaskNeverKeepsMoreThanSixteenFilesOpen() {
    assertThat(FilePlan.of(1, 400, 1, 1).lanes()).isEqualTo(16);
  }

  @Test
  void aFileIsFullAtItsBytesOrItsRows() {
    FilePlan plan = FilePlan.of(1, 1, 100, 10);

    assertThat(plan.isFull(99, 9, 99, 0)).isFalse();
    assertThat(plan.isFull(100, 1, 1, 0)).isTrue();
    assertThat(plan.isFull(1, 10, 1, 0)).isTrue();
  }

  @Test
  void aFileIsFullWhenItsRowLogIsFourTimesAsLargeAsItsInputMayBe() {
    FilePlan plan = FilePlan.of(1, 1, 100, 10);

    assertThat(plan.isFull(1, 1, 399, 0)).isFalse();
    assertThat(plan.isFull(1, 1, 400, 0)).isTrue();
  }

  @Test
  void aLaneBeginsSmallAndDoublesUpToTheLimit() {
    FilePlan plan = FilePlan.of(8, 32, 1 << 20, 1_000).growing(8);

    assertThat(LongStream.range(0, 6).map(file -> plan.mostRows(3, 1, (int) file)))
        .containsExactly(128L, 256L, 512L, 1_000L, 1_000L, 1_000L);
    assertThat(plan.mostRows(3, 0, 0)).as("a task's first lane begins smaller").isEqualTo(16);
    assertThat(plan.mostRows(3, 0, 63)).isEqualTo(1_000);
  }

  @Test
  void ofManyTasksFewHaveSmallFiles() {
    FilePlan plan = FilePlan.of(10_000, 8, 32 << 20, Long.MAX_VALUE).growing(10_000);

    Map<Long, Long> tasks =
        IntStream.range(0, 10_000)
            .mapToObj(task -> plan.mostRows(task, 0, 0))
            .collect(Collectors.groupingBy(rows -> rows, Collectors.counting()));
    assertThat(tasks.get(16L)).isBetween(60L, 64L);
    assertThat(tasks.get(128L)).isBetween(400L, 512L);
    assertThat(tasks.get(Long.MAX_VALUE)).isGreaterThan(9_000);
  }

  @Test
  void aFileThatGrowsWithItsLaneIsAPartOfWhatIsThereAndNeverHuge() {
    FilePlan plan = FilePlan.of(1, 1, 100, Long.MAX_VALUE).of(new FileSizes(100, 0.5));

    assertThat(plan.isFull(99, 1, 1, 0)).isFalse();
    assertThat(plan.isFull(100, 1, 1, 200)).isTrue();
    assertThat(plan.isFull(499, 1, 1, 1_000)).isFalse();
    assertThat(plan.isFull(500, 1, 1, 1_000)).isTrue();
    assertThat(plan.isFull(512 << 20, 1, 1, Long.MAX_VALUE)).isTrue();
  }

  @Test
  void namesOfATaskAreUniqueAndSayNothingOfTheOrder() {
    List<String> names =
        IntStream.range(0, 50_000).mapToObj(number -> FilePlan.name("part-7-w-9", number)).toList();

    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.startsWith("part-7-w-9-"));
    assertThat(names.subList(0, 16)).isNotEqualTo(names.subList(0, 16).stream().sorted().toList());
    assertThat(FilePlan.name("part-7-w-9", 1 << 20)).isNotIn(names);
    assertThat(FilePlan.attempt(names.get(3))).isEqualTo("part-7-w-9");
  }

  @Test
  void smallDataStaysTogether() {
    FilePlan plan = FilePlan.of(2, 8, 32 << 20, Long.MAX_VALUE).keepingSmallDataTogether();

    assertThat(plan.files(2, 100, 100)).isEqualTo(Map.of(50L, 2L));
    assertThat(plan.files(2, 200, 200)).isEqualTo(Map.of(64L, 2L, 36L, 2L));
    assertThat(plan.files(2, 80_000, 80_000).keySet()).allMatch(rows -> rows > 9_900);
  }

  @Property(tries = 200)
  void theFilesOfAPlanHoldAllRows(
      @ForAll @IntRange(min = 1, max = 300) int tasks,
      @ForAll @IntRange(min = 1, max = 500) int minFiles,
      @ForAll @LongRange(min = 0, max = 2_000_000) long rows,
      @ForAll @LongRange(min = 1, max = 100_000) long maxRows,
      @ForAll boolean growing,
      @ForAll boolean together) {
    FilePlan fixed = FilePlan.of(tasks, minFiles, 32 << 20, maxRows);
    FilePlan dealing = together ? fixed.keepingSmallDataTogether() : fixed;
    FilePlan plan = growing ? dealing.growing(tasks) : dealing;

    Map<Long, Long> files = plan.files(tasks, rows, 100 * rows);

    assertThat(files.entrySet().stream().mapToLong(size -> size.getKey() * size.getValue()).sum())
        .isEqualTo(rows);
    assertThat(files.keySet()).allMatch(size -> size > 0 && size <= maxRows);
  }
}
