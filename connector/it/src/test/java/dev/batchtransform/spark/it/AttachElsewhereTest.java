package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.emulator.LocalSageMaker;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.SageMakerApi;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two SageMakers, as two regions or accounts are, over one staging path: a job that was started in
 * one is never started again in the other.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttachElsewhereTest {
  private final Sandbox sandbox;
  private final LocalSageMaker elsewhere;
  private final LocalSageMaker otherAccount;
  private final ModelContainer container = Models.tripling();
  private final String model;

  AttachElsewhereTest(Sandbox sandbox) throws IOException {
    this.sandbox = sandbox;
    this.model = sandbox.createModel(container);
    this.elsewhere = start("123456789012");
    this.otherAccount = start("210987654321");
  }

  private LocalSageMaker start(String account) throws IOException {
    LocalSageMaker.Settings.Builder settings = LocalSageMaker.Settings.builder();
    sandbox.hadoopConf().forEach(settings::conf);
    LocalSageMaker started =
        LocalSageMaker.start(settings.conf("emulator.accountId", account).build());
    SageMakerApi.at(started.endpoint())
        .call(
            "CreateModel",
            Map.of(
                "ModelName",
                model,
                "ExecutionRoleArn",
                "arn:aws:iam::" + account + ":role/execution",
                "PrimaryContainer",
                Map.of("Image", container.endpoint().toString())));
    return started;
  }

  @AfterAll
  void close() {
    elsewhere.close();
    otherAccount.close();
    container.close();
  }

  @Test
  void aJobThatIsNotFoundWhereOneLooksIsNeverStartedThere() {
    Map<String, String> options = options("elsewhere");
    write(options);
    Map<String, String> there = Map.of("endpointUrl", elsewhere.endpoint().toString());

    TransformRun lookingElsewhere = attach(options, there);
    assertThatThrownBy(lookingElsewhere::await)
        .hasMessageContaining("Cannot find transform job 'elsewhere-w0-")
        .hasMessageContaining("was started in region " + options.get("region") + " of account")
        .hasMessageContaining("Nothing was started")
        .hasMessageContaining("'endpointUrl'");
    assertThatThrownBy(lookingElsewhere::stop).hasMessageContaining("Cannot find transform job");
    Map<String, String> sameWrite = new HashMap<>(options);
    sameWrite.putAll(there);
    assertThatThrownBy(() -> write(sameWrite)).hasMessageContaining("Cannot find transform job");

    assertThat(lookingElsewhere.status().state()).isEqualTo("RUNNING");
    assertThat(created(elsewhere, "elsewhere-")).isZero();

    Dataset<Row> scored =
        attach(options, Map.of("endpointUrl", options.get("endpointUrl"))).result();
    assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(40);
    assertThat(created(sandbox.sageMaker(), "elsewhere-")).isEqualTo(1);
    assertThat(created(elsewhere, "elsewhere-")).isZero();
  }

  @Test
  void anotherRegionThanTheJobsIsRefusedNamingBoth() {
    Map<String, String> options = options("two-regions");
    write(options);

    TransformRun run = attach(options, Map.of("region", "ap-south-2"));
    assertThatThrownBy(run::await)
        .hasMessageContaining("in region ap-south-2")
        .hasMessageContaining("started in region " + options.get("region"));

    assertThat(attach(options, Map.of()).result().count()).isEqualTo(40);
    assertThat(created(sandbox.sageMaker(), "two-regions-")).isEqualTo(1);
  }

  @Test
  void aJobWhoseRequestThisVersionWouldWriteOtherwiseIsAttachedToByItsRecordedName()
      throws IOException {
    Map<String, String> options = options("upgraded");
    write(options);
    changeLedger(options, "\"options\":\\{", "\"options\":{\"invocationsMaxRetries\":\"1\",");

    assertThat(attach(options, Map.of()).result().count()).isEqualTo(40);
    assertThat(created(sandbox.sageMaker(), "upgraded-")).isEqualTo(1);
  }

  @Test
  void aLedgerThatDoesNotSayWhereItsJobIsAsksInsteadOfGuessing() throws IOException {
    Map<String, String> options = options("older");
    write(options);
    String account = "123456789012";
    changeLedger(
        options,
        ",\"region\":\"" + options.get("region") + "\",\"account\":\"" + account + "\"",
        "");

    TransformRun lookingElsewhere =
        attach(options, Map.of("endpointUrl", elsewhere.endpoint().toString()));
    assertThatThrownBy(lookingElsewhere::await)
        .hasMessageContaining("in a region and account that the run's ledger does not name");

    assertThat(attach(options, Map.of()).result().count()).isEqualTo(40);
    assertThat(created(elsewhere, "older-")).isZero();
  }

  @Test
  void aJobThatADeadDriverMayHaveStartedIsNotStartedInAnotherAccount() throws IOException {
    Map<String, String> options = options("planned");
    write(options);
    changeLedger(options, ",\"submitted\":\"[^\"]*\"", "");

    TransformRun lookingElsewhere =
        attach(options, Map.of("endpointUrl", otherAccount.endpoint().toString()));
    assertThatThrownBy(lookingElsewhere::await)
        .hasMessageContaining("in account 210987654321 because its transform job 'planned-w0-")
        .hasMessageContaining("may have been started in account 123456789012");

    assertThat(attach(options, Map.of()).result().count()).isEqualTo(40);
    assertThat(created(otherAccount, "planned-")).isZero();
    assertThat(created(sandbox.sageMaker(), "planned-")).isEqualTo(1);
  }

  @Test
  void theSameWriteOfACompletedRunNeedsItsModelNoMore() {
    Map<String, String> options = options("without-model");
    String once = sandbox.createModel(container);
    options.put("model", once);
    options.put("wait", "true");
    write(options);
    sandbox.api().call("DeleteModel", Map.of("ModelName", once));

    write(options);

    assertThat(attach(options, Map.of()).result().count()).isEqualTo(40);
    assertThat(created(sandbox.sageMaker(), "without-model-")).isEqualTo(1);
  }

  @Test
  void aRunIdIsANameAndNoPattern() {
    Map<String, String> options = options("named");
    write(options);

    for (String pattern : new String[] {"*", "name?", "{named}", "nam[e]d"}) {
      assertThatThrownBy(
              () -> BatchTransform.attach(sandbox.spark(), options.get("stagingPath"), pattern))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageContaining("'runId'");
    }
    attach(options, Map.of()).await();
  }

  private Map<String, String> options(String runId) {
    Map<String, String> options = new HashMap<>(sandbox.options(model));
    options.put("runId", runId);
    options.put("wait", "false");
    return options;
  }

  private void write(Map<String, String> options) {
    Frames.numbers(sandbox.spark(), 40)
        .write()
        .format("sagemaker")
        .options(options)
        .mode("append")
        .save();
  }

  private TransformRun attach(Map<String, String> options, Map<String, String> access) {
    return BatchTransform.attach(
        sandbox.spark(), options.get("stagingPath"), options.get("runId"), access);
  }

  private void changeLedger(Map<String, String> options, String text, String by)
      throws IOException {
    Path pattern =
        new Path(options.get("stagingPath"), "dt=*/run_id=" + options.get("runId") + "/_run.json");
    FileSystem fileSystem =
        pattern.getFileSystem(sandbox.spark().sparkContext().hadoopConfiguration());
    Path ledger = fileSystem.globStatus(pattern)[0].getPath();
    String json;
    try (FSDataInputStream in = fileSystem.open(ledger)) {
      json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(json).containsPattern(text);
    try (FSDataOutputStream out = fileSystem.create(ledger, true)) {
      out.write(json.replaceAll(text, by).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static long created(LocalSageMaker sageMaker, String beginning) {
    return sageMaker.actions().stream()
        .filter(action -> action.action().equals("sagemaker:CreateTransformJob"))
        .map(action -> action.resource())
        .flatMap(Optional::stream)
        .filter(name -> name.startsWith(beginning))
        .count();
  }
}
