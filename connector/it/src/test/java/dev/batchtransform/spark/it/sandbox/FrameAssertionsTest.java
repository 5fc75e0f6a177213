package dev.batchtransform.spark.it.sandbox;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class FrameAssertionsTest {

  private final Dataset<Row> numbers;
  private final Dataset<Row> backwards;
  private final Dataset<Row> nearly;

  FrameAssertionsTest(Sandbox sandbox) {
    this.numbers = sandbox.spark().range(5).selectExpr("id", "id / 2 AS half");
    this.backwards = numbers.orderBy(numbers.col("id").desc());
    this.nearly = numbers.selectExpr("id", "half + 0.001D AS half");
  }

  @Test
  void equalFramesPass() {
    assertThatNoException().isThrownBy(() -> FrameAssertions.assertEqual(numbers, numbers));
  }

  @Test
  void orderMattersUnlessToldOtherwise() {
    assertThatThrownBy(() -> FrameAssertions.assertEqual(numbers, backwards))
        .isInstanceOf(AssertionError.class);
    assertThatNoException()
        .isThrownBy(() -> FrameAssertions.assertEqualInAnyOrder(numbers, backwards));
  }

  @Test
  void aMissingRowIsFound() {
    assertThatThrownBy(
            () -> FrameAssertions.assertEqualInAnyOrder(numbers, numbers.filter("id < 4")))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void numbersMayDifferByTheTolerance() {
    assertThatNoException()
        .isThrownBy(() -> FrameAssertions.assertApproximatelyEqual(numbers, nearly, 0.01));
    assertThatThrownBy(() -> FrameAssertions.assertApproximatelyEqual(numbers, nearly, 0.0001))
        .isInstanceOf(AssertionError.class);
  }
}
