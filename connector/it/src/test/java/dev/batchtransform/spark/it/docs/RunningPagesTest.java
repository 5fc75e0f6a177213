package dev.batchtransform.spark.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.emulator.LocalSageMaker;
import dev.batchtransform.emulator.api.Action;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.it.Models;
import dev.batchtransform.spark.it.docs.Page.Block;
import dev.batchtransform.spark.it.sandbox.AsyncEndpoints;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import dev.batchtransform.spark.it.sandbox.StateMachines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages' Java and SQL runs as it stands there, page by page from top to bottom, with a model
 * and a catalog of its own. README.md comes first, and later pages read what it has written. Only
 * the bucket, a local folder and the address of a server are other ones.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunningPagesTest {

  private static final String MODEL = "catalog-embedder";
  private static final String ASYNC_ENDPOINT = "document-reader";
  private static final String PAGES_PATH = "s3a://bucket/scoring";
  private static final String PAGES_SERVER = "http://localhost:8080";
  private static final int ROWS = 12;
  private static final Pattern ID = Pattern.compile("\"id\":\\d+");

  private final Sandbox sandbox;
  private final ModelContainer container = ModelContainer.ofRecords(RunningPagesTest::answer);
  private final Map<String, String> sessionDefaults;

  @TempDir Path folder = Path.of("");

  RunningPagesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.sessionDefaults =
        Map.of(
            "spark.datasource.sagemaker.endpointUrl", sandbox.sageMaker().endpoint().toString(),
            "spark.datasource.sagemaker.region", "us-east-1",
            "spark.datasource.sagemaker.pollInterval", "100 ms");
  }

  @BeforeAll
  void createTheModelOfThePages() {
    sandbox
        .api()
        .call(
            "CreateModel",
            Map.of(
                "ModelName",
                MODEL,
                "ExecutionRoleArn",
                "arn:aws:iam::123456789012:role/execution",
                "PrimaryContainer",
                Map.of("Image", container.endpoint().toString())));
    AsyncEndpoints.create(sandbox, ASYNC_ENDPOINT, container);
    sessionDefaults.forEach(sandbox.spark().conf()::set);
  }

  @AfterAll
  void leaveTheSessionAsItWas() {
    sessionDefaults.keySet().forEach(sandbox.spark().conf()::unset);
    sandbox.spark().conf().unset("spark.datasource.sagemaker.price.ml.m5.xlarge");
    AsyncEndpoints.delete(sandbox, ASYNC_ENDPOINT);
    container.close();
  }

  /** Gives the id of a record back that has one. */
  private static String answer(String record) {
    Matcher id = ID.matcher(record);
    return "{%s\"embedding\":[0.5,0.25],\"characters\":%d}"
        .formatted(id.find() ? id.group() + "," : "", record.length());
  }

  @TestFactory
  Stream<DynamicTest> everyBlockRuns() {
    String path = sandbox.stagingPath();
    return Page.all().stream().flatMap(page -> blocksOf(page, path));
  }

  @Test
  void theCallersPolicyAllowsWhatARunCalls() throws IOException {
    int before = sandbox.sageMaker().actions().size();

    TransformRun run =
        BatchTransform.on(catalog())
            .option("model", MODEL)
            .option("stagingPath", sandbox.stagingPath())
            .start();
    run.await();
    run.stop();
    scoreWithAFailedRow();

    List<String> allowed = allowed("caller");
    List<Action> actions = sandbox.sageMaker().actions();
    assertThat(actions.subList(before, actions.size()))
        .extracting(Action::action)
        .contains(
            "sagemaker:CreateTransformJob",
            "sagemaker:DescribeTransformJob",
            "logs:FilterLogEvents")
        .allMatch(allowed::contains);
  }

  @Test
  void aRunThroughAStateMachineCallsNothingThatItsPolicyForbids() throws IOException {
    int before;
    try (ModelContainer model = Models.triplingBut(7)) {
      Map<String, String> options = StateMachines.options(sandbox, model);
      before = sandbox.sageMaker().actions().size();
      Dataset<Row> unused = BatchTransform.on(catalog()).options(options).score();
    }

    List<String> allowed =
        Stream.concat(
                allowed("state-machine").stream(),
                allowed("caller").stream().filter(action -> !action.contains("TransformJob")))
            .toList();
    List<Action> actions = sandbox.sageMaker().actions();
    assertThat(actions.subList(before, actions.size()))
        .extracting(Action::action)
        .contains("states:StartExecution", "states:DescribeExecution")
        .allMatch(allowed::contains);
  }

  private void scoreWithAFailedRow() {
    sandbox.sageMaker().fault(Fault.failInvocation("", 400, 1));
    Dataset<Row> unused =
        BatchTransform.on(catalog())
            .option("model", MODEL)
            .option("stagingPath", sandbox.stagingPath())
            .score();
  }

  @Test
  void theEmulatorTakesTheFaultsOfItsPage() throws Exception {
    String faults = hinted("docs/emulator.md", "faults");
    try (LocalSageMaker sageMaker =
        LocalSageMaker.start(LocalSageMaker.Settings.builder().s3Root(folder.toUri()).build())) {
      HttpRequest request =
          HttpRequest.newBuilder(sageMaker.endpoint().resolve("/_emulator/faults"))
              .POST(BodyPublishers.ofString(faults))
              .build();

      int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();

      assertThat(status).isEqualTo(204);
      assertThat(sageMaker.remainingFaults()).hasSize(3);
    }
  }

  private Stream<DynamicTest> blocksOf(Page page, String path) {
    JavaCode java = new JavaCode(folderOf(page));
    return page.blocks().stream()
        .filter(block -> Set.of("java", "sql").contains(block.language()))
        .map(block -> dynamicTest(block.name(), () -> run(block, here(block.code(), path), java)));
  }

  private String here(String code, String path) {
    return code.replace(PAGES_PATH, path)
        .replace(PAGES_SERVER, container.endpoint().toString())
        .replace("\"/tmp", "\"" + folder);
  }

  private void run(Block block, String code, JavaCode java) throws Exception {
    if (block.language().equals("sql")) {
      Arrays.stream(code.split(";")).forEach(each -> sandbox.spark().sql(each).collectAsList());
    } else if (code.startsWith("package ")) {
      sandbox.spark().sparkContext().addJar(java.compileClass(code).toString());
    } else {
      proveRows(java.run(java.compileSnippet(code), sandbox.spark(), catalog()));
    }
  }

  /** What a snippet calls {@code scored} has every row, and each is scored. */
  private static void proveRows(@Nullable Object result) {
    if (result instanceof Dataset<?> scored) {
      assertThat(scored.where("prediction_error IS NULL").count()).isEqualTo(ROWS);
      assertThat(scored.select("id").distinct().count()).isEqualTo(ROWS);
      assertThat(scored.where("prediction IS NULL").count()).isZero();
    }
  }

  private Dataset<Row> catalog() {
    return sandbox
        .spark()
        .range(0, ROWS, 1, 2)
        .selectExpr("id", "concat('thing ', id) AS title", "'of some use' AS description");
  }

  /** The actions that a policy on the page about security allows. */
  private static List<String> allowed(String policy) throws IOException {
    JsonNode json = new ObjectMapper().readTree(hinted("docs/security.md", policy));
    return StreamSupport.stream(json.path("Statement").spliterator(), false)
        .map(statement -> statement.path("Action"))
        .flatMap(
            action ->
                action.isTextual()
                    ? Stream.of(action.asText())
                    : StreamSupport.stream(action.spliterator(), false).map(JsonNode::asText))
        .toList();
  }

  private static String hinted(String page, String hint) {
    return Page.named(page).blocks("json").stream()
        .filter(block -> block.hint().equals(hint))
        .map(Block::code)
        .findFirst()
        .orElseThrow();
  }

  private Path folderOf(Page page) {
    try {
      return Files.createTempDirectory(folder, page.file().getFileName().toString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
