package dev.batchtransform.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

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

    assertThat(plan.isFull(99, 9, 99)).isFalse();
    assertThat(plan.isFull(100, 1, 1)).isTrue();
    assertThat(plan.isFull(1, 10, 1)).isTrue();
  }

  @Test
  void aFileIsFullWhenItsRowLogIsFourTimesAsLargeAsItsInputMayBe() {
    FilePlan plan = FilePlan.of(1, 1, 100, 10);

    assertThat(plan.isFull(1, 1, 399)).isFalse();
    assertThat(plan.isFull(1, 1, 400)).isTrue();
  }
}
