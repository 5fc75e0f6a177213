package dev.batchtransform.spark.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.stage.ManifestOrder.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LevelCutTest {
  private static final int RECORD_BYTES = 1_000;

  private static List<StagedFile> files(long... records) {
    List<StagedFile> files = new ArrayList<>();
    for (long each : records) {
      String name = FilePlan.name("part-0-w-0", files.size());
      files.add(new StagedFile(name, each, each, each * RECORD_BYTES, 0));
    }
    return files;
  }

  @Test
  void whatIsLevelStaysAsItIs() {
    long[] equal = new long[400];
    java.util.Arrays.fill(equal, 10_000);

    assertThat(LevelCut.of(files(equal), 4)).isEmpty();
  }

  @Test
  void aFileThatHoldsMostOfTheRunIsCut() {
    List<StagedFile> files = files(90_000, 1_000, 1_000, 1_000);

    Map<String, Integer> parts = LevelCut.of(files, 8);

    assertThat(parts).containsKey(files.get(0).name());
    assertThat(inTurn(files, parts, 8)).isLessThanOrEqualTo(1.05);
  }

  @Test
  void smallDataFeedsEveryInstance() {
    List<StagedFile> files = files(64, 64, 10);

    Map<String, Integer> parts = LevelCut.of(files, 2);

    assertThat(inTurn(files, parts, 2)).isLessThanOrEqualTo(1.05);
  }

  @Test
  void whatFeedsNoSecondInstanceIsNotCut() {
    assertThat(LevelCut.of(files(100), 2)).isEmpty();
  }

  @Test
  void oneInstanceWaitsForNobody() {
    assertThat(LevelCut.of(files(1_000_000, 1), 1)).isEmpty();
  }

  @Test
  void partsAreAllOfAFileAndDifferByARecordAtMost() {
    StagedFile file = files(1_003).get(0);

    List<Long> records = LevelCut.records(file, 10);

    assertThat(records).hasSize(10).allMatch(each -> each == 100 || each == 101);
    assertThat(records.stream().mapToLong(Long::longValue).sum()).isEqualTo(1_003);
  }

  @Property(tries = 60)
  void whateverTheSizesTheLoadsAreLevelAndFilesAreNotTooMany(
      @ForAll @IntRange(min = 2, max = 64) int instances,
      @ForAll @IntRange(min = 1, max = 300) int count,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] records = new long[count];
    for (int each = 0; each < count; each++) {
      records[each] = (long) Math.exp(random.nextDouble() * 12);
    }
    records[0] += 40L * instances;
    List<StagedFile> files = files(records);

    Map<String, Integer> parts = LevelCut.of(files, instances);

    double[] loads = loads(files, parts, instances);
    assertThat(Makespan.inTurn(loads, instances)).isLessThanOrEqualTo(1.06);
    assertThat(Makespan.freeFirst(loads, instances)).isLessThanOrEqualTo(1.06);
    assertThat(loads.length).isLessThanOrEqualTo(FilePlan.MOST_FILES + count);
  }

  private static double inTurn(List<StagedFile> files, Map<String, Integer> parts, int instances) {
    return Makespan.inTurn(loads(files, parts, instances), instances);
  }

  private static double[] loads(List<StagedFile> files, Map<String, Integer> parts, int instances) {
    List<Group> cut = LevelCut.cut(files, parts);
    List<StagedFile> order = ManifestOrder.of(cut, instances);
    assertThat(order)
        .containsExactlyInAnyOrderElementsOf(
            cut.stream().flatMap(group -> group.sent().stream()).toList());
    assertThat(order.stream().mapToLong(StagedFile::records).sum())
        .isEqualTo(files.stream().mapToLong(StagedFile::records).sum());
    return order.stream().mapToDouble(StagedFile::records).toArray();
  }
}
