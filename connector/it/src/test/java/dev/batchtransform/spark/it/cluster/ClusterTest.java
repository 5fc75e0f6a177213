package dev.batchtransform.spark.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.Models;
import dev.batchtransform.spark.it.ServerProcesses;
import dev.batchtransform.spark.it.StagingPaths;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import dev.batchtransform.spark.it.sandbox.TaskAttempts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On executors of their own processes, with speculation on, attempts lose and processes die. */
@ExtendWith(SandboxExtension.class)
class ClusterTest {
  private static final int PARTITIONS = 6;
  private static final int ROWS = 20 * PARTITIONS;

  /** Not among the first of any executor, so that others have ended on the one that takes it. */
  private static final int STAGGERED = 4;

  private static final Pattern INPUT = Pattern.compile("part-[^\"]*");

  /** A hidden file, or the checksum beside it. */
  private static final Pattern UNFINISHED = Pattern.compile("^\\.+part-.*-[0-9a-f]{12}(\\.crc)?$");

  /** In the command line of each server's process. */
  private static final String SERVERS = "servers-" + UUID.randomUUID();

  private static StandaloneCluster cluster;
  private static Path gates;
  private static Gate gateOfModel;

  private final Sandbox sandbox;
  private final TaskAttempts attempts = new TaskAttempts();

  ClusterTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @BeforeAll
  static void startCluster(Sandbox sandbox) throws IOException {
    gates = sandbox.directory("gates");
    gateOfModel = Gate.in(gates);
    cluster = StandaloneCluster.start(Files.createDirectories(sandbox.directory("cluster")));
    Map<String, String> conf = cluster.sparkConf();
    conf.merge(
        "spark.executor.extraJavaOptions",
        "-D" + WaitingModel.GATE + "=" + gateOfModel.directory(),
        (one, other) -> one + " " + other);
    conf.put("spark.speculation", "true");
    conf.put("spark.speculation.interval", "100ms");
    conf.put("spark.speculation.multiplier", "1");
    conf.put("spark.speculation.quantile", "0.1");
    conf.put("spark.speculation.minTaskRuntime", "0");
    sandbox.restartSpark(conf);
  }

  @AfterAll
  static void stopCluster(Sandbox sandbox) {
    sandbox.restartSpark(Map.of());
    // Servers end with the executors, which end with the application.
    ServerProcesses.awaitNone(SERVERS);
    cluster.close();
  }

  @BeforeEach
  void completeCluster() throws IOException {
    cluster.complete();
    sandbox.spark().sparkContext().addSparkListener(attempts);
    await().atMost(Duration.ofMinutes(5)).until(() -> executors() == StandaloneCluster.WORKERS);
  }

  @Test
  void anAttemptThatLosesAndEndsAfterTheRunLeavesNothingBehind() throws Exception {
    Gate gate = Gate.in(gates);
    try (ModelContainer container = Models.tripling()) {
      Map<String, String> options = options(container);

      Dataset<Row> scored = score(staggering(gate, Straggler.Where.AMID_ITS_ROWS), options);

      assertThat(attempts.speculative()).contains(STAGGERED);
      assertThat(attempts.allEnded()).isFalse();
      gate.open();
      await().atMost(Duration.ofMinutes(5)).until(attempts::allEnded);
      assertComplete(scored, container);
      assertOnlyCommittedFiles(options.get("stagingPath"));
    }
  }

  @Test
  void aWorkerThatDiesBetweenCommitAndItsReportCostsNoRowAndNoFile() throws Exception {
    Gate gate = Gate.in(gates);
    try (ModelContainer container = Models.tripling()) {
      Map<String, String> options = options(container);
      Dataset<Row> df = staggering(gate, Straggler.Where.COMMITTED);

      CompletableFuture<Dataset<Row>> scoring =
          CompletableFuture.supplyAsync(() -> score(df, options));
      cluster.killWorkerOf(gate.awaitTask());

      assertComplete(scoring.join(), container);
      assertThat(attempts.lostExecutors()).hasSize(1);
      assertOnlyCommittedFiles(options.get("stagingPath"));
    }
  }

  @Test
  void aWorkerThatDiesWhileItScoresCostsNoRowAndNoFile() throws Exception {
    Path folder = Files.createDirectories(sandbox.directory("scoring"));
    Map<String, String> options =
        Map.of(
            "executor",
            "local",
            "localModel",
            "class:" + WaitingModel.class.getName(),
            "stagingPath",
            folder.toUri().toString());

    CompletableFuture<Dataset<Row>> scoring =
        CompletableFuture.supplyAsync(() -> score(numbers(), options));
    cluster.killWorkerOf(gateOfModel.awaitTask());

    assertRight(scoring.join());
    assertThat(attempts.lostExecutors()).hasSize(1);
    assertThat(fileNames(folder)).noneMatch(name -> UNFINISHED.matcher(name).find());
  }

  @Test
  void aServerEndsWithItsExecutorThatIsKilledAndNoRowIsLost() throws Exception {
    Gate gate = Gate.in(gates);
    Path folder = Files.createDirectories(sandbox.directory("serving"));
    Map<String, String> options =
        Map.of(
            "executor",
            "local",
            "localModel",
            WaitingServer.command(SERVERS),
            "env." + WaitingServer.GATE,
            gate.directory(),
            "stagingPath",
            folder.toUri().toString());

    CompletableFuture<Dataset<Row>> scoring =
        CompletableFuture.supplyAsync(() -> score(numbers(), options));
    long server = gate.awaitTask();
    cluster.killWorkerOf(server);

    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> ProcessHandle.of(server).filter(ProcessHandle::isAlive).isEmpty());
    assertRight(scoring.join());
    assertThat(attempts.lostExecutors()).hasSize(1);
    assertThat(fileNames(folder)).noneMatch(name -> UNFINISHED.matcher(name).find());
  }

  private static Dataset<Row> score(Dataset<Row> df, Map<String, String> options) {
    return BatchTransform.on(df).options(options).score();
  }

  private Dataset<Row> numbers() {
    return sandbox.spark().range(0, ROWS, 1, PARTITIONS).toDF("id");
  }

  private Dataset<Row> staggering(Gate gate, Straggler.Where where) {
    return sandbox
        .spark()
        .range(0, ROWS, 1, PARTITIONS)
        .mapPartitions(new Straggler(gate, STAGGERED, where), Encoders.LONG())
        .toDF("id");
  }

  private Map<String, String> options(ModelContainer container) {
    Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    options.put("maxRecordsPerFile", "5");
    return options;
  }

  private static void assertComplete(Dataset<Row> scored, ModelContainer container) {
    assertRight(scored);
    assertThat(container.requests()).hasSize(ROWS);
  }

  private static void assertRight(Dataset<Row> scored) {
    assertThat(scored.filter("prediction.tripled = id * 3").select("id").collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, ROWS).boxed().toList());
    assertThat(scored.count()).isEqualTo(ROWS);
  }

  /** The manifest, the folders and the ledger name the same files. */
  private void assertOnlyCommittedFiles(String path) {
    List<String> files = StagingPaths.files(sandbox, path);
    String manifest = only(files, file -> file.endsWith("manifests/0.json"));
    List<String> sent =
        INPUT
            .matcher(StagingPaths.text(sandbox, path + "/" + manifest))
            .results()
            .map(found -> found.group())
            .toList();

    assertThat(sent).doesNotHaveDuplicates();
    assertThat(in("/input/", files)).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(in("/rows/", files))
        .containsExactlyInAnyOrderElementsOf(
            sent.stream().map(input -> input.replace(".jsonl", ".rows")).toList());
    assertThat(ledger(path)).containsExactlyInAnyOrderElementsOf(sent);
  }

  private List<String> ledger(String path) {
    return sandbox
        .spark()
        .read()
        .format("sagemaker")
        .option("table", "files")
        .load(path)
        .select("file")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static String only(List<String> files, Predicate<String> condition) {
    List<String> found = files.stream().filter(condition).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static List<String> in(String folder, List<String> files) {
    return files.stream()
        .filter(file -> file.contains(folder))
        .map(file -> file.substring(file.indexOf(folder) + folder.length()))
        .toList();
  }

  private static List<String> fileNames(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private long executors() {
    return sandbox.spark().sparkContext().statusTracker().getExecutorInfos().length - 1L;
  }
}
