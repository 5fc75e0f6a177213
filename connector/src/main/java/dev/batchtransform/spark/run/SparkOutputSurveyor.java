package dev.batchtransform.spark.run;

import dev.batchtransform.spark.record.AnswerFormat;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Looks through outputs with a Spark job, one task for some of them. */
final class SparkOutputSurveyor implements OutputSurveyor {
  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final AnswerFormat format;
  private final boolean joined;
  private final @Nullable String typeJson;

  /**
   * A surveyor of one run's outputs.
   *
   * @param joined whether SageMaker has joined each answer to its record ({@code join=record})
   * @param typeJson the type each answer must have, as Spark's JSON; null to infer it
   */
  SparkOutputSurveyor(
      JavaSparkContext spark,
      Configuration hadoop,
      AnswerFormat format,
      boolean joined,
      @Nullable String typeJson) {
    this.spark = spark;
    this.hadoop = hadoop;
    this.format = format;
    this.joined = joined;
    this.typeJson = typeJson;
  }

  @Override
  public Map<String, SurveyedOutput> survey(List<Output> outputs) {
    if (outputs.isEmpty()) {
      return Map.of();
    }
    OutputSurvey survey =
        new OutputSurvey(new SerializableConfiguration(hadoop), format, joined, typeJson);
    List<OutputToSurvey> todo =
        outputs.stream()
            .map(
                output ->
                    new OutputToSurvey(
                        output.file().name(),
                        output.file().records(),
                        output.path().toString(),
                        output.bytes()))
            .toList();
    int slices = Math.min(todo.size(), 4 * Math.max(1, spark.defaultParallelism()));
    return spark.parallelize(todo, slices).map(survey::of).collect().stream()
        .collect(Collectors.toMap(SurveyedOutput::file, Function.identity()));
  }

  /** One output, as a task sees it. */
  record OutputToSurvey(String file, long records, String path, long bytes)
      implements Serializable {}
}
