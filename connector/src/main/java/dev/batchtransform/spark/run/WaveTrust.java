package dev.batchtransform.spark.run;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Judges a wave's outputs all together, where one alone cannot be judged.
 *
 * <p>A blank line after each answer of a file tells that SageMaker or the container doubles line
 * feeds. But a container that gives two answers with a blank line between them to one record and
 * none to the next leaves the same. Who doubles line feeds does it always, so such files are
 * trusted as long as the run has no other.
 */
final class WaveTrust {
  private final boolean allSpaced;

  private WaveTrust(boolean allSpaced) {
    this.allSpaced = allSpaced;
  }

  /**
   * The outputs, of which those that cannot be trusted say so.
   *
   * @param run the run before they are settled
   */
  static Map<String, SurveyedOutput> judge(RunLedger run, Map<String, SurveyedOutput> surveyed) {
    boolean allSpaced =
        surveyed.values().stream().allMatch(output -> output.framing().isSpaced())
            && run.files().stream().flatMap(LedgerFile::leaves).noneMatch(WaveTrust::isUnspaced);
    WaveTrust trust = new WaveTrust(allSpaced);
    return surveyed.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, output -> trust.judge(output.getValue())));
  }

  private SurveyedOutput judge(SurveyedOutput output) {
    boolean open = output.problem() == null && output.framing().isSpaced() && output.answers() > 1;
    return open && !allSpaced ? output.distrusted(Misalignment.spacing()) : output;
  }

  private static boolean isUnspaced(LedgerFile leaf) {
    return leaf.outcome() instanceof FileOutcome.Scored scored && !scored.framing().isSpaced();
  }
}
