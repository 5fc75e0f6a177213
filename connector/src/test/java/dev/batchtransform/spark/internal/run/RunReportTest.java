package dev.batchtransform.spark.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.LoggedLines;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.Runs;
import dev.batchtransform.spark.internal.options.OnFailure;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class RunReportTest {
  private static final RunLayout LAYOUT =
      RunLayout.of(new Path("s3a://bucket/scoring"), "2026-11-23", "nightly");

  @Test
  void oneRecordIsOneRecord() {
    RunLedger run =
        Runs.with(
            Runs.afterWaves("ClientError"),
            Runs.pending("part-0", 1, ErrorCode.MODEL_ERROR)
                .with(new FileOutcome.Failed(ErrorCode.MODEL_ERROR, "broken", 1, 0)));

    assertThat(RunReport.failure(run, LAYOUT, OnFailure.ISOLATE).orElseThrow())
        .contains("1 of 1 record has no answer.")
        .contains("MODEL_ERROR after 1 attempt: broken.");
    assertThat(RunReport.unsendable(run, LAYOUT, List.of("UNPARSEABLE: why.")))
        .contains(
            "its one row could not be sent to the model, and nothing was paid. UNPARSEABLE: why. ");
  }

  @Test
  void theEndOfASmallRunIsALineInPlainEnglish() {
    try (LoggedLines lines = LoggedLines.of(RunReport.class.getName())) {
      RunReport.log(scored().ended(RunState.COMPLETED, null, Instant.EPOCH), LAYOUT);

      assertThat(lines.warnings()).isEmpty();
      assertThat(lines.all())
          .singleElement()
          .asString()
          .startsWith(
              "Run nightly COMPLETED: 1 row = 1 scored + 0 failed, 1 file, 1 wave, 0 instance seconds; in");
    }
  }

  @Test
  void aFieldThatNoAnswerFillsIsAWarningThoughNoRowHasFailed() {
    try (LoggedLines lines = LoggedLines.of(RunReport.class.getName())) {
      RunReport.log(
          scored()
              .withUnfilledFields(List.of("scoer"))
              .ended(RunState.COMPLETED, null, Instant.EPOCH),
          LAYOUT);

      assertThat(lines.warnings())
          .singleElement()
          .asString()
          .contains("1 scored + 0 failed")
          .contains(". No answer has a value for 'scoer'");
    }
  }

  private static RunLedger scored() {
    return Runs.with(
            Runs.afterWaves("ClientError"),
            new LedgerFile(
                new StagedFile("part-0", 1, 1, 10, 0),
                new FileOutcome.Scored(0, "o", 9, Framing.EACH_LINE, 1, 0, 1, null, null)))
        .withOptions(Map.of("stagingPath", "s3a://bucket/scoring", "model", "m"));
  }
}
