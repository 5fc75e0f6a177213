package dev.batchtransform.spark.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Scored;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.Runs;
import dev.batchtransform.spark.internal.options.OnFailure;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The message of a run that failed because its answers cannot be read says why, and what is free.
 */
class AnswerProblemsTest {

  private static final String NOT_JSON = "the answer is not JSON";
  private static final RunLayout LAYOUT =
      RunLayout.of(new Path("s3a://bucket/scoring"), "2026-11-23", "nightly");

  @Test
  void aRunOfTextAnswersIsReadAgainAsText() {
    String message = failure(run(scored(20, 20, NOT_JSON), scored(20, 20, NOT_JSON)));
    assertThat(message)
        .contains("40 of 40 records have no answer")
        .contains("40 answers came back and cannot be read, most often because: " + NOT_JSON)
        .contains(
            "which costs nothing: spark.read.format(\"sagemaker\").option(\"runId\", \"nightly\")"
                + ".option(\"resultFormat\", \"text\").load(\"s3a://bucket/scoring\")")
        .doesNotContain("retryDeadLetters");
  }

  @Test
  void answersOfAnotherTypeAreReadAgainWithAnotherSchema() {
    assertThat(failure(run(scored(1, 1, "$.a: expected an array, found an object"))))
        .contains("1 answer came back and cannot be read: $.a: expected an array")
        .contains(".option(\"resultSchema\", \"string\")")
        .doesNotContain("retryDeadLetters");
  }

  @Test
  void aReasonThatIsASentenceEndsOnce() {
    assertThat(failure(run(scored(1, 1, "The model's answer to this record was empty."))))
        .contains("was empty. What was staged");
  }

  @Test
  void theMostCommonReasonIsTold() {
    assertThat(failure(run(scored(5, 5, "rare"), scored(9, 9, NOT_JSON), scored(5, 5, "odd"))))
        .contains("19 answers")
        .contains(NOT_JSON)
        .doesNotContain("rare");
  }

  @Test
  void whereRecordsHaveNoAnswerTheyMayBeSentAgain() {
    LedgerFile failed =
        Runs.pending("part-9", 3, ErrorCode.MODEL_ERROR)
            .with(new FileOutcome.Failed(ErrorCode.MODEL_ERROR, "broken", 1, 0));
    assertThat(failure(run(scored(5, 5, NOT_JSON), failed)))
        .contains("resultFormat")
        .contains("retryDeadLetters");
  }

  @Test
  void emptyAnswersAreNotReadInAnotherWay() {
    assertThat(failure(run(scored(5, 5, "The model's answer to this record was empty."))))
        .contains("was empty")
        .doesNotContain("costs nothing")
        .contains("retryDeadLetters");
  }

  @Test
  void aLedgerOfAnOlderVersionKnowsNoReason() {
    assertThat(AnswerProblems.of(run(scored(5, 5, null)))).isEmpty();
    assertThat(AnswerProblems.of(run(scored(5, 0, null)))).isEmpty();
  }

  private static String failure(RunLedger run) {
    return RunReport.failure(run, LAYOUT, OnFailure.ISOLATE).orElseThrow();
  }

  private static RunLedger run(LedgerFile... files) {
    return Runs.with(Runs.afterWaves(), files)
        .withOptions(Map.of("stagingPath", "s3a://bucket/scoring", "model", "m"));
  }

  private static LedgerFile scored(long records, long unparseable, @Nullable String problem) {
    return new LedgerFile(
        new StagedFile("part", records, records, 10 * records, 0),
        new Scored(0, "o", 9, Framing.EACH_LINE, records, unparseable, 1, null, problem));
  }
}
