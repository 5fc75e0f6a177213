package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.record.answer.AnswerContract;
import dev.batchtransform.spark.internal.record.answer.AnswerShape;
import dev.batchtransform.spark.internal.session.SparkTasks;
import dev.batchtransform.spark.internal.session.TaskWeight;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Looks through outputs with a Spark job. */
public final class SparkOutputSurveyor implements OutputSurveyor {
  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final AnswerContract contract;
  private final @Nullable String typeJson;

  /**
   * A surveyor of one run's outputs.
   *
   * @param contract what is known of the answers before any is seen
   * @param typeJson the type each answer must have, as Spark's JSON; null to infer it
   */
  public SparkOutputSurveyor(
      JavaSparkContext spark,
      Configuration hadoop,
      AnswerContract contract,
      @Nullable String typeJson) {
    this.spark = spark;
    this.hadoop = hadoop;
    this.contract = contract;
    this.typeJson = typeJson;
  }

  @Override
  public Survey survey(List<Output> outputs) {
    OutputSurvey survey =
        new OutputSurvey(new SerializableConfiguration(hadoop), contract, typeJson);
    List<OutputToSurvey> todo =
        outputs.stream()
            .map(
                output ->
                    new OutputToSurvey(
                        output.file().name(),
                        output.answers(),
                        output.input().toString(),
                        output.file().bytes(),
                        output.path().toString(),
                        output.bytes()))
            .toList();
    List<SurveyedOutput.Some> found =
        new SparkTasks(spark)
            .together(
                "Look through outputs" + ofRun(outputs),
                todo,
                OutputToSurvey::weight,
                (task, some) -> survey.ofAll(some));
    return new Survey(
        found.stream()
            .flatMap(some -> some.outputs().stream())
            .collect(Collectors.toMap(SurveyedOutput::file, Function.identity())),
        typeJson == null ? Optional.of(shape(found)) : Optional.empty(),
        unfilled(found));
  }

  @Override
  public Map<String, UnreadableAnswers.Count> unreadable(List<LedgerFile> files, DataType type) {
    UnreadableAnswers count =
        new UnreadableAnswers(new SerializableConfiguration(hadoop), contract, type.json());
    return new SparkTasks(spark)
        .each("Count unreadable answers", files, UnreadableAnswers::weight, count::in).stream()
            .collect(Collectors.toMap(UnreadableAnswers.Count::file, Function.identity()));
  }

  private static String ofRun(List<Output> outputs) {
    return outputs.stream()
        .findFirst()
        .map(output -> " of run " + RunLayout.ofInput(output.input()).runId())
        .orElse("");
  }

  private static Optional<List<String>> unfilled(List<SurveyedOutput.Some> found) {
    Unfilled unfilled = new Unfilled();
    for (SurveyedOutput.Some some : found) {
      if (some.unfilled() != null) {
        unfilled.add(some.unfilled());
      }
    }
    return unfilled.names();
  }

  private static AnswerShape shape(List<SurveyedOutput.Some> found) {
    AnswerShape shape = new AnswerShape();
    for (SurveyedOutput.Some some : found) {
      if (some.shapeJson() != null) {
        shape.add(AnswerShape.fromJson(some.shapeJson()));
      }
    }
    return shape;
  }

  /** One output, as a task sees it. */
  record OutputToSurvey(
      String file, long records, String input, long inputBytes, String path, long bytes)
      implements Serializable {
    TaskWeight weight() {
      return TaskWeight.ofFile(bytes);
    }
  }
}
