package dev.batchtransform.spark.run;

import dev.batchtransform.spark.record.AnswerFormat;
import dev.batchtransform.spark.record.AnswerReader;
import dev.batchtransform.spark.record.AnswerShape;
import dev.batchtransform.spark.record.AnswerSurvey;
import dev.batchtransform.spark.record.Framing;
import dev.batchtransform.spark.run.SparkOutputSurveyor.OutputToSurvey;
import dev.batchtransform.spark.stage.WholeInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Looks through one output. Travels to the executors.
 *
 * @param hadoop the application's Hadoop configuration
 * @param format how answers are written
 * @param joined whether SageMaker has joined each answer to its record
 * @param typeJson the type each answer must have, as Spark's JSON; null to infer it
 */
record OutputSurvey(
    SerializableConfiguration hadoop,
    AnswerFormat format,
    boolean joined,
    @Nullable String typeJson)
    implements Serializable {

  /** Looks through a task's outputs. */
  SurveyedOutput.Some ofAll(List<OutputToSurvey> outputs) throws IOException {
    List<SurveyedOutput> found = new ArrayList<>();
    AnswerShape shape = new AnswerShape();
    for (OutputToSurvey output : outputs) {
      found.add(of(output, shape));
    }
    String shapeJson = typeJson == null ? shape.toJson() : null;
    return new SurveyedOutput.Some(List.copyOf(found), shapeJson);
  }

  private SurveyedOutput of(OutputToSurvey output, AnswerShape all) throws IOException {
    AnswerSurvey survey =
        AnswerSurvey.survey(() -> open(output), format, joined, typeJson == null, expected(output));
    boolean aligned = survey.aligned() && survey.answers() <= output.records();
    String problem = aligned ? null : misaligned(output, survey);
    if (aligned) {
      survey.shape().ifPresent(all::add);
    }
    return new SurveyedOutput(
        output.file(),
        output.path(),
        output.bytes(),
        survey.framing(),
        survey.answers(),
        problem == null ? unparseable(output, survey.framing()) : 0,
        problem);
  }

  /**
   * Rows are numbered through the file as it was staged, so in a part that was cut from it they
   * begin anywhere.
   */
  private long expected(OutputToSurvey output) {
    return joined ? Long.MAX_VALUE : output.records();
  }

  private InputStream open(OutputToSurvey output) throws IOException {
    return WholeInput.open(new Path(output.path()), output.bytes(), hadoop.value());
  }

  /** A sequence of values needs no second look while their type is not known. */
  private long unparseable(OutputToSurvey output, Framing framing) throws IOException {
    if (format == AnswerFormat.TEXT || (typeJson == null && framing == Framing.VALUES)) {
      return 0;
    }
    DataType type =
        Optional.ofNullable(typeJson).map(DataType::fromJson).orElse(DataTypes.StringType);
    long problems = 0;
    try (AnswerReader answers = AnswerReader.open(open(output), format, framing, joined, type)) {
      while (answers.next()) {
        problems += answers.problem() == null ? 0 : 1;
      }
    }
    return problems;
  }

  private static String misaligned(OutputToSurvey output, AnswerSurvey survey) {
    return "The output has "
        + survey.answers()
        + " answers to "
        + output.records()
        + " records, so none of them can be told to belong to a row. The model must give one answer a record; with"
        + " batchStrategy=MultiRecord one for each record of a request.";
  }
}
