package dev.batchtransform.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.internal.executor.auto.ExecutorChoice;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.encode.SentFields;
import dev.batchtransform.spark.internal.run.FedInstances;
import dev.batchtransform.spark.internal.run.RunEngines;
import dev.batchtransform.spark.internal.run.RunPrices;
import dev.batchtransform.spark.internal.run.RunSpec;
import dev.batchtransform.spark.internal.session.SessionOptions;
import dev.batchtransform.spark.internal.stage.FilePlans;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.text.Plural;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a run would do. Nothing has been staged or submitted.
 *
 * @param runId the name the run would have
 * @param executor who would send the files
 * @param executorReason why {@code executor=auto} would choose that one; empty where it was given
 * @param model who would answer
 * @param location where the run would be
 * @param rows rows that would be staged
 * @param bytes what the model would read, in bytes; measured with Spark's {@code to_json}, which
 *     writes about what the connector does
 * @param files approximate number of staged files
 * @param request the CreateTransformJob request of the first wave, as JSON, without the job's name,
 *     which depends on when the run begins, and with the values of its environment hidden; empty
 *     where no SageMaker is called
 * @param usdPerHour what the instances would cost per hour while they work; empty where nothing is
 *     paid or the price is unknown
 * @param fedInstances how many instances the rows can feed, where that is fewer than {@code
 *     instanceCount} asks for; empty where it is not, or where no SageMaker is called
 * @param isolation what it would take to narrow failing files down to the bad records, for several
 *     shares of bad ones; none where failing files are not narrowed down, or where the executor
 *     itself says which records have failed
 */
public record RunPlan(
    String runId,
    String executor,
    Optional<String> executorReason,
    String model,
    String location,
    long rows,
    long bytes,
    long files,
    Optional<String> request,
    Optional<BigDecimal> usdPerHour,
    Optional<Integer> fedInstances,
    List<IsolationForecast> isolation) {

  static RunPlan of(Dataset<Row> df, TransformOptions given) {
    RunSpec spec = RunSpec.of(given, df.schema(), SessionOptions.conf().caseSensitiveAnalysis());
    TransformOptions open = spec.options();
    String dt =
        open.find(OptionTable.DT).orElseGet(() -> LocalDate.now(Clock.systemUTC()).toString());
    RunLayout layout =
        RunLayout.of(
            new Path(open.get(OptionTable.STAGING_PATH)), dt, open.get(OptionTable.RUN_ID));
    Row measured = df.agg(count(lit(1)), coalesce(sum(recordBytes(spec)), lit(0L))).first();
    long rows = measured.getLong(0);
    long bytes = measured.getLong(1);
    ExecutorChoice choice = ExecutorChoice.of(open, rows, bytes);
    int tasks = df.javaRDD().getNumPartitions();
    SortedMap<Long, Long> files = FilePlans.files(open, choice.kind(), tasks, rows, bytes);
    long staged = files.values().stream().mapToLong(Long::longValue).sum();
    FedInstances instances =
        FedInstances.of(open.with(OptionTable.EXECUTOR, choice.kind()), rows, staged);
    TransformOptions options = instances.fitting();
    Optional<JsonNode> request = RunEngines.firstRequest(options, layout);
    return new RunPlan(
        options.get(OptionTable.RUN_ID),
        choice.kind().text(),
        choice.reason(),
        RunSpec.model(choice.kind(), options).orElse(""),
        layout.toString(),
        rows,
        bytes,
        staged,
        request.map(RunPlan::shown),
        request.flatMap(any -> usdPerHour(options)),
        Optional.of(instances).filter(FedInstances::areTooFew).map(FedInstances::fed),
        RunEngines.isolation(options, files).stream().map(IsolationForecast::of).toList());
  }

  /** The plan for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "run", runId);
    String chosen = executorReason.map(why -> " (chosen by auto: %s)".formatted(why)).orElse("");
    line(text, "executor", executor + chosen + ", model " + model);
    line(
        text,
        "rows",
        String.format(
            Locale.ROOT,
            "%,d in about %s, about %s",
            rows,
            Plural.grouped(files, "file"),
            Plural.grouped(bytes, "byte")));
    line(text, "location", location);
    usdPerHour.ifPresent(usd -> line(text, "price", usd + " USD per hour while instances work"));
    fedInstances.ifPresent(
        fed ->
            line(
                text,
                "instances",
                fed + " at most can be fed, at " + FilePlans.RECORDS_TO_FEED + " records each"));
    isolation.forEach(forecast -> line(text, "isolation", shown(forecast)));
    request.ifPresent(json -> line(text, "request", json));
    return text.toString();
  }

  private String shown(IsolationForecast forecast) {
    return String.format(
        Locale.ROOT,
        "with %s %% of the records bad: %.1f records sent per record, %s",
        BigDecimal.valueOf(100 * forecast.badShare()).stripTrailingZeros().toPlainString(),
        (double) forecast.recordsSent() / Math.max(1, rows),
        forecast.notIsolated() == 0
            ? "each bad one alone"
            : String.format(Locale.ROOT, "about %,d not narrowed down", forecast.notIsolated()));
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-9s %s%n", name, value));
  }

  private static Column recordBytes(RunSpec spec) {
    Column[] sent =
        SentFields.asSql(spec.schema(), spec.record().columns()).stream()
            .map(sql -> expr(sql))
            .toArray(Column[]::new);
    return octet_length(to_json(struct(sent))).plus(1);
  }

  /** The request for people: values of the container's environment may be secret. */
  private static String shown(JsonNode request) {
    ObjectNode shown = request.deepCopy();
    shown.remove("TransformJobName");
    if (shown.get("Environment") instanceof ObjectNode environment) {
      environment.fieldNames().forEachRemaining(name -> environment.put(name, "***"));
    }
    return shown.toPrettyString();
  }

  private static Optional<BigDecimal> usdPerHour(TransformOptions options) {
    return RunPrices.prices(options)
        .usdPerInstanceHour(options.get(OptionTable.INSTANCE_TYPE))
        .map(usd -> usd.multiply(BigDecimal.valueOf(options.get(OptionTable.INSTANCE_COUNT))));
  }
}
