package dev.batchtransform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmallBatchLocallyTest {

  @Test
  void theSizeDecidesAndTheAnswersDoNotDependOnIt() {
    Printed printed = Printed.by(new SmallBatchLocally(), "--few", "50", "--many", "200");

    assertThat(printed.exitCode()).isZero();
    assertThat(printed.text())
        .contains("local, since 50 rows and ")
        .contains("batch-transform, since 200 rows pass localMaxRows=50")
        .contains("50 of 50 items have the same answer from both")
        .containsPattern("[1-9]\\d* of the spoilt items failed, and the run took 1 job");
  }
}
