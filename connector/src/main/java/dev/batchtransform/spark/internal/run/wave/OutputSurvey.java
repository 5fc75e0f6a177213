package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.join.Misalignment;
import dev.batchtransform.spark.internal.record.answer.AnswerContract;
import dev.batchtransform.spark.internal.record.answer.AnswerShape;
import dev.batchtransform.spark.internal.record.answer.AnswerSurvey;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.record.answer.KeyProof;
import dev.batchtransform.spark.internal.run.wave.SparkOutputSurveyor.OutputToSurvey;
import dev.batchtransform.spark.internal.stage.WholeInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Looks through one output. Travels to the executors.
 *
 * @param hadoop the session's Hadoop configuration
 * @param contract what is known of the answers before any is seen
 * @param typeJson the type each answer must have, as Spark's JSON; null to infer it
 */
record OutputSurvey(
    SerializableConfiguration hadoop, AnswerContract contract, @Nullable String typeJson)
    implements Serializable {

  /** Looks through a task's outputs. */
  SurveyedOutput.Some ofAll(List<OutputToSurvey> outputs) throws IOException {
    List<SurveyedOutput> found = new ArrayList<>();
    AnswerShape shape = new AnswerShape();
    Unfilled unfilled = new Unfilled();
    for (OutputToSurvey output : outputs) {
      found.add(of(output, shape, unfilled));
    }
    String shapeJson = typeJson == null ? shape.toJson() : null;
    return new SurveyedOutput.Some(List.copyOf(found), shapeJson, unfilled.names().orElse(null));
  }

  private SurveyedOutput of(OutputToSurvey output, AnswerShape all, Unfilled unfilled)
      throws IOException {
    DataType given = Optional.ofNullable(typeJson).map(DataType::fromJson).orElse(null);
    AnswerSurvey survey =
        AnswerSurvey.survey(() -> open(output), contract, given, expected(output));
    Optional<String> problem =
        survey.aligned() && survey.answers() <= output.records()
            ? unequalKey(output, survey.framing())
            : Optional.of(Misalignment.describe(survey, output.records()));
    if (problem.isEmpty()) {
      survey.shape().ifPresent(all::add);
      if (survey.answers() > survey.unparseable()) {
        unfilled.add(survey.unfilled());
      }
    }
    return new SurveyedOutput(
        output.file(),
        output.path(),
        output.bytes(),
        survey.framing(),
        survey.answers(),
        problem.isEmpty() ? survey.unparseable() : 0,
        problem.isEmpty() ? survey.problem().orElse(null) : null,
        problem.orElse(null));
  }

  private Optional<String> unequalKey(OutputToSurvey output, Framing framing) throws IOException {
    if (contract.key() == null) {
      return Optional.empty();
    }
    OptionalLong line =
        KeyProof.firstUnequal(() -> openInput(output), () -> open(output), contract, framing);
    return line.isEmpty()
        ? Optional.empty()
        : Optional.of(Misalignment.unequalKey(contract.key(), line.getAsLong()));
  }

  private InputStream openInput(OutputToSurvey output) throws IOException {
    return WholeInput.open(new Path(output.input()), output.inputBytes(), hadoop.value());
  }

  /**
   * Rows are numbered through the file as it was staged, so in a part that was cut from it they
   * begin anywhere.
   */
  private long expected(OutputToSurvey output) {
    return contract.joined() ? Long.MAX_VALUE : output.records();
  }

  private InputStream open(OutputToSurvey output) throws IOException {
    return WholeInput.open(new Path(output.path()), output.bytes(), hadoop.value());
  }
}
