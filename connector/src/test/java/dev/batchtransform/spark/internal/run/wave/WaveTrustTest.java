package dev.batchtransform.spark.internal.run.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.Runs;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WaveTrustTest {

  private static final RunLedger RUN = Runs.afterWaves();

  @Test
  void blankLinesAfterEveryAnswerOfEveryFileAreDoubledLineFeeds() {
    assertThat(
            judged(
                RUN, output("a", Framing.SPACED_VALUES, 2), output("b", Framing.SPACED_LINES, 9)))
        .allSatisfy((name, output) -> assertThat(output.problem()).isNull());
  }

  @Test
  void blankLinesInSomeFilesMayStandForAnswers() {
    Map<String, SurveyedOutput> judged =
        judged(
            RUN,
            output("spaced", Framing.SPACED_VALUES, 2),
            output("one", Framing.SPACED_VALUES, 1),
            output("plain", Framing.VALUES, 2));

    assertThat(judged.get("spaced").problem()).contains("blank line").contains("'join'");
    assertThat(judged.get("one").problem()).isNull();
    assertThat(judged.get("plain").problem()).isNull();
  }

  @Test
  void anEarlierWavesPlainAnswersSpeakAgainstDoubledLineFeeds() {
    RunLedger run =
        Runs.with(
            RUN,
            new LedgerFile(
                new StagedFile("earlier", 2, 2, 20, 0),
                new FileOutcome.Scored(0, "o", 9, Framing.VALUES, 2, 0, 1, null, null)));

    assertThat(judged(run, output("a", Framing.SPACED_VALUES, 2)).get("a").problem()).isNotNull();
  }

  @Test
  void onceAModelDidNotKeepOneAnswerARecordOnlyFilesOfOneRecordAreTrusted() {
    Map<String, SurveyedOutput> judged =
        judged(
            RUN.withMistrust(3),
            output("two", Framing.VALUES, 2),
            output("one", Framing.VALUES, 1));

    assertThat(judged.get("two").problem()).contains("wave 3").contains("'join'");
    assertThat(judged.get("one").problem()).isNull();
  }

  private static Map<String, SurveyedOutput> judged(RunLedger run, SurveyedOutput... outputs) {
    return WaveTrust.judge(
        run,
        Arrays.stream(outputs)
            .collect(Collectors.toMap(SurveyedOutput::file, Function.identity())));
  }

  private static SurveyedOutput output(String file, Framing framing, long answers) {
    return new SurveyedOutput(file, file, 9, framing, answers, 0, null, null);
  }
}
