package dev.batchtransform.spark.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.Runs;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run says how many of its rows failed, and of what. */
class FailedRowsTest {

  private static final RunLedger RUN =
      Runs.with(
          Runs.afterWaves(),
          file(
              "split",
              10,
              9,
              new FileOutcome.Split(
                  List.of(
                      file("good", 5, 5, scored(4, 1)),
                      file("bad", 1, 1, failed(ErrorCode.MODEL_ERROR)),
                      Runs.pending("left", 3, ErrorCode.MODEL_ERROR)))),
          file("some", 6, 6, scored(3, 1, List.of(0L, 2L, 5L))),
          file("crowd", 7, 7, failed(ErrorCode.NOT_ISOLATED)));

  @Test
  void eachFailedRowIsCountedOnceUnderWhatTheLedgerKnowsOfIt() {
    assertThat(FailedRows.byCode(RUN))
        .isEqualTo(
            Map.of(
                "OVERSIZE or UNPARSEABLE", 1L,
                "MISSING or UNPARSEABLE", 3L,
                "MODEL_ERROR", 4L,
                "NOT_ISOLATED", 7L));
    assertThat(sum(RUN)).isEqualTo(RUN.failedRows());
  }

  @Test
  void whatWasNeverSentCountsOnceTheRunIsOver() {
    RunLedger stopped = RUN.ended(RunState.STOPPED, "stopped", Instant.EPOCH);

    assertThat(FailedRows.byCode(stopped)).containsEntry("NOT_RUN", 3L);
    assertThat(sum(stopped)).isEqualTo(stopped.failedRows());
  }

  private static long sum(RunLedger run) {
    return FailedRows.byCode(run).values().stream().mapToLong(Long::longValue).sum();
  }

  private static LedgerFile file(String name, long rows, long records, FileOutcome outcome) {
    return new LedgerFile(new StagedFile(name, rows, records, 10 * records, 0), outcome);
  }

  private static FileOutcome scored(long answers, long unparseable) {
    return scored(answers, unparseable, List.of());
  }

  private static FileOutcome scored(long answers, long unparseable, List<Long> refused) {
    return new FileOutcome.Scored(
        0,
        "s3a://b/out",
        10,
        Framing.LINES,
        answers,
        unparseable,
        1,
        null,
        null,
        List.of(new FileOutcome.Refused(ErrorCode.MODEL_ERROR, "refused", refused)));
  }

  private static FileOutcome failed(ErrorCode code) {
    return new FileOutcome.Failed(code, "why", 1, 0);
  }
}
