package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.it.sandbox.AsyncEndpoints;
import dev.batchtransform.spark.it.sandbox.Endpoints;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import dev.batchtransform.spark.it.sandbox.StateMachines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever sends the records: the joined result is the same. */
@Tag("compat")
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryExecutorTest {
  private static final StructType SCHEMA =
      StructType.fromDDL("id BIGINT, name STRING, fate STRING, weight DOUBLE, tags ARRAY<STRING>");

  private static final List<String> NAMES =
      List.of(
          "plain",
          "",
          " spaces ",
          "\"quoted\" \\ {\"id\":99}",
          "line\nbreak\r\nand\ttab",
          "ünï\u2028cødé \uD83D\uDE80",
          "null",
          "\u0000\u001F");

  /** A failure's message, and its file, are the run's; the model's own words are in it. */
  private static final String[] COMPARED = {
    "id",
    "name",
    "fate",
    "weight",
    "tags",
    "prediction",
    "prediction_error.code AS code",
    "IF(fate = 'refused', regexp_extract(prediction_error.message, 'missing field .title.', 0), null) AS words"
  };

  private final Sandbox sandbox;
  private final ModelContainer model = OddModel.start();
  private final List<Row> expectedRows;

  EveryExecutorTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.expectedRows = expected().collectAsList();
  }

  @AfterAll
  void stopModel() {
    model.close();
  }

  /**
   * A way to the answers.
   *
   * @param executor that must have sent the first wave, whatever the options say
   * @param options in addition to where the run lies
   */
  private record Way(String name, String executor, Map<String, String> options) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Another executor is one more line, or two. */
  private Stream<Way> ways() {
    String job = sandbox.createModel(model);
    String queue = AsyncEndpoints.create(sandbox, model);
    String endpoint = "endpoint:" + Endpoints.create(sandbox, model);
    String machine = StateMachines.create(sandbox, "STANDARD");
    String server = model.endpoint().toString();
    return Stream.of(
        singly("batch-transform", Map.of("model", job)),
        together("batch-transform", Map.of("model", job)),
        singly("step-functions", Map.of("model", job, "stateMachineArn", machine)),
        together("step-functions", Map.of("model", job, "stateMachineArn", machine)),
        singly("local", Map.of("localModel", server)),
        together("local", Map.of("localModel", server)),
        singly("local", Map.of("localModel", OddModel.command("every-executor"))),
        singly("local", Map.of("localModel", endpoint)),
        together("local", Map.of("localModel", endpoint)),
        singly("async", Map.of("endpointName", queue)),
        together("async", Map.of("endpointName", queue)),
        auto("local", Map.of("model", job, "localModel", server)),
        auto("batch-transform", Map.of("model", job, "localModel", server, "localMaxRows", "1")),
        auto("async", Map.of("endpointName", queue, "localModel", server, "localMaxRows", "1")),
        together("batch-transform", Map.of("model", job, "tail", "local", "localModel", endpoint)),
        together("batch-transform", Map.of("model", job, "tail", "async", "endpointName", queue)));
  }

  private static Way singly(String executor, Map<String, String> options) {
    return way(executor, executor, "SingleRecord", options);
  }

  private static Way together(String executor, Map<String, String> options) {
    return way(executor, executor, "MultiRecord", options);
  }

  private static Way auto(String chosen, Map<String, String> options) {
    return way("auto", chosen, "SingleRecord", options);
  }

  private static Way way(
      String executor, String sends, String strategy, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("executor", executor);
    all.put("batchStrategy", strategy);
    return new Way(executor + " " + sends + " " + strategy + " " + options.keySet(), sends, all);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theJoinedResultIsTheSame(Way way) {
    Map<String, String> options = new HashMap<>(sandbox.options("none"));
    options.remove("model");
    options.putAll(way.options());
    options.put("resultSchema", "tripled BIGINT, name STRING");
    options.put("maxRecordsPerFile", "12");
    options.put("maxAttempts", "6");

    TransformRun run = BatchTransform.on(rows()).options(options).start().await();

    assertThat(run.result().schema().fieldNames())
        .containsExactly("id", "name", "fate", "weight", "tags", "prediction", "prediction_error");
    Dataset<Row> comparable = run.result().selectExpr(COMPARED);
    assertThat(comparable.schema().json()).isEqualTo(expected().schema().json());
    assertThat(comparable.collectAsList()).containsExactlyInAnyOrderElementsOf(expectedRows);
    assertThat(run.verify().holds()).isTrue();
    assertThat(executor(options.get("stagingPath"))).isEqualTo(way.executor());
  }

  /** Of each kind some: odd strings, nulls, rows that are there twice, records that fail. */
  private static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    for (int id = 0; id < 30; id++) {
      String fate =
          switch (id) {
            case 7, 8, 23 -> OddModel.REFUSED;
            case 20 -> OddModel.LARGE;
            case 13 -> OddModel.GARBAGE;
            default -> "fine";
          };
      boolean isNull = id % 5 == 4;
      Row row =
          RowFactory.create(
              (long) id,
              isNull ? null : NAMES.get(id % NAMES.size()),
              fate,
              isNull ? null : id / 7.0,
              isNull ? null : new String[] {"a", null, NAMES.get(id % NAMES.size())});
      rows.add(row);
      if (id % 10 < 2) {
        rows.add(row);
      }
    }
    return rows;
  }

  private Dataset<Row> rows() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(sandbox.spark().sparkContext());
    return sandbox.spark().createDataFrame(context.parallelize(all(), 3), SCHEMA);
  }

  private Dataset<Row> expected() {
    return rows()
        .selectExpr(
            "*",
            "IF(fate = 'fine', named_struct('tripled', id * 3, 'name', name), null) AS prediction",
            "CASE fate WHEN 'refused' THEN 'MODEL_ERROR' WHEN 'large' THEN 'OVERSIZE'"
                + " WHEN 'garbage' THEN 'UNPARSEABLE' END AS code",
            "IF(fate = 'refused', 'missing field \\'title\\'', null) AS words");
  }

  private String executor(String path) {
    return sandbox
        .spark()
        .read()
        .format("sagemaker")
        .option("table", "runs")
        .load(path)
        .first()
        .getAs("executor");
  }
}
