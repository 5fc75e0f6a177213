package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.join.Misalignment;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges a wave's outputs all together, where one alone cannot be judged.
 *
 * <p>A blank line after each answer of a file tells that SageMaker or the container doubles line
 * feeds. But a container that gives two answers with a blank line between them to one record and
 * none to the next leaves the same. Who doubles line feeds does it always, so such files are
 * trusted as long as the run has no other.
 *
 * <p>And where an earlier wave has shown that the model does not keep one answer per record, a
 * count that agrees says nothing of a file with several records.
 */
public final class WaveTrust {
  private final boolean allSpaced;
  private final @Nullable Integer mistrustedSince;

  private WaveTrust(boolean allSpaced, @Nullable Integer mistrustedSince) {
    this.allSpaced = allSpaced;
    this.mistrustedSince = mistrustedSince;
  }

  /**
   * The outputs, of which those that cannot be trusted say so.
   *
   * @param run the run before they are settled
   */
  public static Map<String, SurveyedOutput> judge(
      RunLedger run, Map<String, SurveyedOutput> surveyed) {
    boolean allSpaced =
        surveyed.values().stream().allMatch(output -> output.framing().isSpaced())
            && run.files().stream().flatMap(LedgerFile::leaves).noneMatch(WaveTrust::isUnspaced);
    WaveTrust trust = new WaveTrust(allSpaced, run.mistrustedSince());
    return surveyed.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, output -> trust.judge(output.getValue())));
  }

  private SurveyedOutput judge(SurveyedOutput output) {
    if (output.problem() != null || output.answers() <= 1) {
      return output;
    }
    if (mistrustedSince != null) {
      return output.distrusted(Misalignment.mistrusted(mistrustedSince));
    }
    return output.framing().isSpaced() && !allSpaced
        ? output.distrusted(Misalignment.spacing())
        : output;
  }

  private static boolean isUnspaced(LedgerFile leaf) {
    return leaf.outcome() instanceof FileOutcome.Scored scored && !scored.framing().isSpaced();
  }

  /** That answers are not trusted on a count any more; empty while they are. */
  public static String mistrust(RunLedger run) {
    return run.mistrustedSince() == null
        ? ""
        : " Answers are trusted only where a file holds one record, since wave "
            + run.mistrustedSince()
            + " had files without one answer per record.";
  }
}
