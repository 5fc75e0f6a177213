package dev.batchtransform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SmallBatchLocallyTest {

  @Test
  void theSizeDecidesAndTheAnswersDoNotDependOnIt() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream standardOutput = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    int exitCode;
    try {
      exitCode = new CommandLine(new SmallBatchLocally()).execute("--few", "50", "--many", "200");
    } finally {
      System.setOut(standardOutput);
    }

    assertThat(exitCode).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("local, since 50 rows and ")
        .contains("batch-transform, since 200 rows pass localMaxRows=50")
        .contains("50 of 50 items have the same answer from both")
        .containsPattern("[1-9]\\d* of the spoilt items failed, and the run took 1 job");
  }
}
