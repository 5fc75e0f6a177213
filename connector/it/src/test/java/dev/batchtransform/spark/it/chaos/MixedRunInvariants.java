package dev.batchtransform.spark.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchtransform.emulator.LocalSageMaker;
import dev.batchtransform.spark.it.sandbox.SageMakerApi;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What must hold of a mixed schedule: no row lost, no other row's answer, no second job. */
final class MixedRunInvariants {
  private static final Pattern WAVE = Pattern.compile("-w(\\d+)-");

  private final SparkSession spark;
  private final MixedSchedule schedule;
  private final String stagingPath;
  private final String runId;
  private final List<LocalSageMaker> regions;

  /**
   * What must hold of the run {@code runId}.
   *
   * @param spark reads its result
   * @param regions all that may have its jobs
   */
  MixedRunInvariants(
      SparkSession spark,
      MixedSchedule schedule,
      String stagingPath,
      String runId,
      List<LocalSageMaker> regions) {
    this.spark = spark;
    this.schedule = schedule;
    this.stagingPath = stagingPath;
    this.runId = runId;
    this.regions = List.copyOf(regions);
  }

  void prove() {
    List<Row> result = read();
    everyRowIsThereOnce(result, 0);
    for (Row row : result) {
      if (hasError(row)) {
        assertThat(row.<Object>getAs("prediction")).as(context(row)).isNull();
        assertThat(codes(row.getAs("kind"))).as(context(row)).contains(code(row));
      } else {
        assertThat(row.<String>getAs("kind")).as(context(row)).isIn(MixedSchedule.GOOD);
        hasItsOwnAnswer(row);
      }
    }
    noWaveHasTwoJobs();
  }

  /**
   * The model is fixed: every row has its answer. Where the run has seen it break "one answer per
   * record", a count may still not be believed, and a row be without an answer.
   */
  void proveHealed(long firstId) {
    List<Row> result = read();
    everyRowIsThereOnce(result, firstId);
    for (Row row : result) {
      if (schedule.isDistrusted() && hasError(row)) {
        assertThat(code(row)).as(context(row)).isIn("MISALIGNED", "NOT_ISOLATED");
        continue;
      }
      assertThat(hasError(row)).as("%s, %s", context(row), code(row)).isFalse();
      hasItsOwnAnswer(row);
    }
  }

  long failedRows() {
    return read().stream().filter(MixedRunInvariants::hasError).count();
  }

  private List<Row> read() {
    return spark
        .read()
        .format("sagemaker")
        .option("runId", runId)
        .load(stagingPath)
        .collectAsList()
        .stream()
        .sorted(Comparator.comparing(row -> row.getLong(0)))
        .toList();
  }

  private void everyRowIsThereOnce(List<Row> result, long firstId) {
    assertThat(result).hasSameSizeAs(schedule.kinds());
    for (int i = 0; i < result.size(); i++) {
      Row row = result.get(i);
      assertThat(row.getLong(0)).isEqualTo(firstId + i);
      assertThat(row.<String>getAs("kind")).isEqualTo(schedule.kinds().get(i));
      assertThat(row.<Double>getAs("weight")).isEqualTo(MixedChaosRun.weight(i));
    }
  }

  private void hasItsOwnAnswer(Row row) {
    long tripled = 3 * row.getLong(0);
    if (schedule.isText()) {
      assertThat(row.<String>getAs("prediction"))
          .as(context(row))
          .isEqualTo(KindModel.line(row.getAs("kind"), tripled));
    } else {
      assertThat(row.<Row>getAs("prediction").<Long>getAs("tripled"))
          .as(context(row))
          .isEqualTo(tripled);
    }
  }

  /** The errors that a row of a kind may have. */
  private Set<String> codes(String kind) {
    Set<String> codes = new HashSet<>();
    if (MixedSchedule.FINE.contains(kind) && schedule.isolatesAll()) {
      return codes;
    }
    if (!schedule.kinds().stream().allMatch(MixedSchedule.GOOD::contains)) {
      codes.add("NOT_ISOLATED");
    }
    if (!schedule.joins() && schedule.miscounts()) {
      codes.add("MISALIGNED");
    }
    boolean own = !MixedSchedule.GOOD.contains(kind);
    // A join, and the local executor, count the answers of each request, and fail it.
    boolean counted = schedule.joins() || schedule.route().mayCountAnswers();
    if ((own && counted) || (!schedule.isolates() && !codes.isEmpty())) {
      codes.add("MODEL_ERROR");
    }
    switch (kind) {
      case "400", "500" -> codes.add("MODEL_ERROR");
      case "413" -> codes.addAll(Set.of("OVERSIZE", "MODEL_ERROR"));
      case "garbage" -> codes.add("UNPARSEABLE");
      case "glued" -> codes.add("UNPARSEABLE");
      case "none", "blank" -> codes.add("MISSING");
      case "spanning" -> codes.add("MISALIGNED");
      default -> {}
    }
    return codes;
  }

  /** In no region, nor in two. */
  private void noWaveHasTwoJobs() {
    assertThat(regions.stream().flatMap(this::waves)).doesNotHaveDuplicates();
  }

  private Stream<String> waves(LocalSageMaker sageMaker) {
    JsonNode answer =
        SageMakerApi.at(sageMaker.endpoint())
            .call("ListTransformJobs", Map.of("NameContains", runId, "MaxResults", 100));
    return ChaosRun.elements(answer.path("TransformJobSummaries"))
        .map(
            job -> {
              Matcher wave = WAVE.matcher(job.path("TransformJobName").asText());
              assertThat(wave.find()).isTrue();
              return wave.group(1);
            });
  }

  private static boolean hasError(Row row) {
    return row.getAs("prediction_error") != null;
  }

  private static String code(Row row) {
    return hasError(row) ? row.<Row>getAs("prediction_error").<String>getAs("code") : "";
  }

  private static String context(Row row) {
    return "row %d, %s".formatted(row.getLong(0), row.<String>getAs("kind"));
  }
}
