package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.internal.join.FileToRead.Answered;
import dev.batchtransform.spark.internal.record.answer.AnswerSurvey;
import dev.batchtransform.spark.internal.stage.WholeInput;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Proves once more of each output of a file what was found when its wave ended: that every answer
 * in it is that of one record. Totals that agree do not prove it.
 */
public final class OutputProof {

  private OutputProof() {}

  /**
   * What is wrong with the first output of which it does not hold; empty when it holds of all.
   *
   * @throws IOException when an output cannot be read
   */
  public static Optional<String> problem(FileToRead file, AnswerPlan plan, Configuration hadoop)
      throws IOException {
    for (Answered answered : outputs(file)) {
      AnswerSurvey survey =
          AnswerSurvey.survey(
              () -> WholeInput.open(new Path(answered.output()), answered.bytes(), hadoop),
              plan.contract(),
              plan.predictionType(),
              plan.joined() ? Long.MAX_VALUE : answered.range().of());
      // What was JSON when its wave ended may be read as lines since.
      boolean readsTheSame = plan.format().isLine() || survey.framing().readsAs(answered.framing());
      if (!survey.aligned() || !readsTheSame) {
        return Optional.of(
            answered.output() + ": " + Misalignment.describe(survey, answered.range().of()));
      }
    }
    return Optional.empty();
  }

  private static Collection<Answered> outputs(FileToRead file) {
    Map<String, Answered> outputs = new LinkedHashMap<>();
    for (FileToRead.Stretch stretch : file.answers()) {
      if (stretch instanceof Answered answered) {
        outputs.putIfAbsent(answered.output(), answered);
      }
    }
    return outputs.values();
  }
}
