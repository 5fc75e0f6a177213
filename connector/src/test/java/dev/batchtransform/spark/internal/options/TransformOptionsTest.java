package dev.batchtransform.spark.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.version.Documentation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformOptionsTest {

  @Test
  void valuesComeBackTyped() {
    TransformOptions options =
        parse(
            "model", "embedder",
            "executor", "LOCAL",
            "inputColumns", "id, `a,b`",
            "maxRecordsPerFile", "5000000000",
            "jobTimeout", "2 days",
            "wait", "false",
            "mode", "failfast");

    assertThat(options.get(OptionTable.MODEL)).isEqualTo("embedder");
    assertThat(options.get(OptionTable.EXECUTOR)).isEqualTo(ExecutorKind.LOCAL);
    assertThat(options.get(OptionTable.INPUT_COLUMNS)).isEqualTo(List.of("id", "a,b"));
    assertThat(options.get(OptionTable.MAX_RECORDS_PER_FILE)).isEqualTo(5_000_000_000L);
    assertThat(options.get(OptionTable.JOB_TIMEOUT)).isEqualTo(Duration.ofDays(2));
    assertThat(options.get(OptionTable.WAIT)).isFalse();
    assertThat(options.get(OptionTable.MODE)).isEqualTo(ReadMode.FAILFAST);
  }

  @Test
  void anOptionThatIsNotGivenHasItsDefaultAndIsNotSet() {
    TransformOptions options = TransformOptions.parse(Map.of());

    assertThat(options.get(OptionTable.MAX_PAYLOAD_IN_MB)).isEqualTo(6);
    assertThat(options.isSet(OptionTable.MAX_PAYLOAD_IN_MB)).isFalse();
    assertThat(options.find(OptionTable.MODEL)).isEmpty();
    assertThat(options.asMap()).isEmpty();
  }

  @Test
  void anOptionWithoutValueOrDefaultIsMissingAndTheMessageSaysHowToGiveIt() {
    assertThatThrownBy(() -> TransformOptions.parse(Map.of()).get(OptionTable.MODEL))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "Missing option 'model'. Give it with .option(\"model\", ...), or for the whole session"
                + " with spark.datasource.sagemaker.model.");
  }

  @Test
  void namesAreReadWithoutRegardToCaseAndKeptAsDocumented() {
    assertThat(parse("MAXPAYLOADINMB", "7", "Env.myVar", "x", "TAG.Team", "y").asMap())
        .containsOnlyKeys("maxPayloadInMB", "env.myVar", "tag.Team");
  }

  @Test
  void pathIsTheStagingPath() {
    assertThat(parse("path", "s3a://b/x").get(OptionTable.STAGING_PATH)).isEqualTo("s3a://b/x");
    assertThat(parse("path", "s3a://b/x", "stagingPath", "s3a://b/x").asMap())
        .containsOnly(Map.entry("stagingPath", "s3a://b/x"));
  }

  @Test
  void theSameOptionGivenTwiceWithDifferentValuesIsRefused() {
    assertThatThrownBy(() -> parse("path", "s3a://b/x", "stagingPath", "s3a://b/y"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "Cannot use option 'stagingPath' because it is given twice with different values, as"
                + " 'path' and 'stagingPath'. Give it once.");
    assertThatThrownBy(() -> parse("model", "a", "Model", "b"))
        .hasMessageContaining("as 'model' and 'Model'");
    assertThat(parse("model", "a", "Model", "a").get(OptionTable.MODEL)).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource({
    "modle, model",
    "ModelName, model",
    "maxPayloadInMb2, maxPayloadInMB",
    "instanceTypes, instanceType",
    "run_id, runId",
    "stagingpth, stagingPath",
    "patj, path",
    "enviroment.X, env.<NAME>",
    "env, env.<NAME>",
    "tags.team, tag.<KEY>",
    "transfromJob.DataCaptureConfig, transformJob.<Field>",
    "prise.ml.m5.xlarge, price.<instanceType>"
  })
  void anUnknownOptionIsRefusedWithTheNearestKnownOne(String unknown, String nearest) {
    assertThatThrownBy(() -> parse(unknown, "secret-value"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "Unknown option '%s'. The nearest known one is '%s'; %s lists all.",
            unknown, nearest, Documentation.page("options.md"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"header", "mergeSchema", "compression", "x", "wrong.thing"})
  void anOptionOfSomethingElseIsNotGuessedAt(String unknown) {
    assertThatThrownBy(() -> parse(unknown, "secret-value"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "Unknown option '%s'. All options: %s", unknown, Documentation.page("options.md"));
  }

  @Test
  void aMisspeltSessionDefaultIsRefusedByTheKeyThatWasTyped() {
    assertThatThrownBy(() -> TransformOptions.parse(Map.of(), Map.of("Modle", "m")))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith(
            "Unknown option 'spark.datasource.sagemaker.Modle'. The nearest known one is"
                + " 'spark.datasource.sagemaker.model';");
  }

  @Test
  void aWrongValueOfTheSessionsIsRefusedByTheKeyThatWasTypedUnlessTheCallGivesAnother() {
    Map<String, String> session = Map.of("maxpayloadinmb", "many");

    assertThatThrownBy(() -> TransformOptions.parse(Map.of(), session))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'maxPayloadInMB'")
        .hasMessageEndingWith(
            " The session gives it, as 'spark.datasource.sagemaker.maxpayloadinmb'.");
    assertThat(
            TransformOptions.parse(Map.of("maxPayloadInMB", "3"), session)
                .get(OptionTable.MAX_PAYLOAD_IN_MB))
        .isEqualTo(3);
  }

  @Test
  void aNullValueIsAnEmptyValue() {
    assertThatThrownBy(() -> TransformOptions.parse(Collections.singletonMap("model", null)))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("its value is empty");
  }

  @Test
  void aCallWinsOverTheSessionUnderWhicheverNameItGivesTheOption() {
    TransformOptions options =
        TransformOptions.parse(
            Map.of("path", "/call", "MODEL", "call"),
            Map.of("stagingPath", "/session", "model", "session", "region", "eu-west-1"));

    assertThat(options.get(OptionTable.STAGING_PATH)).isEqualTo("/call");
    assertThat(options.get(OptionTable.MODEL)).isEqualTo("call");
    assertThat(options.get(OptionTable.REGION)).isEqualTo("eu-west-1");
  }

  @Test
  void withChangesOneOptionAndLeavesTheOriginalAlone() {
    TransformOptions options = parse("model", "a", "wait", "false");

    TransformOptions changed = options.with("Model", "b").with("path", "/x");

    assertThat(changed)
        .isEqualTo(parse("model", "b", "wait", "false", "stagingPath", "/x"))
        .hasSameHashCodeAs(parse("model", "b", "wait", "false", "stagingPath", "/x"));
    assertThat(options).isEqualTo(parse("model", "a", "wait", "false"));
    assertThatThrownBy(() -> options.with("modle", "b")).isInstanceOf(InvalidOptionException.class);
  }

  @Test
  void optionsSurviveSerialization() throws Exception {
    TransformOptions options =
        parse("model", "a", "env.KEY", "v", "price.ml.m5.xlarge", "0.23", "inputColumns", "`a,b`");

    assertThat(roundTrip(options)).isEqualTo(options).hasToString(options.toString());
  }

  @Test
  void toStringShowsNoSecret() {
    String text =
        parse(
                "model", "embedder",
                "env.GREETING", "hidden-1",
                "externalId", "hidden-2",
                "roleArn", "arn:aws:iam::111122223333:role/scoring",
                "tag.apiToken", "hidden-3",
                "localModel", "http://user:hidden-4@host:80/x?sig=hidden-5",
                "stagingPath", "s3a://hidden-6:hidden/hidden-7@bucket/x")
            .toString();

    assertThat(text)
        .contains("model=embedder", "env.GREETING=", "@host:80/x", "@bucket/x")
        .doesNotContain("hidden");
  }

  @Test
  void aMessageAboutASecretDoesNotShowIt() {
    assertThatThrownBy(() -> parse("externalId", "hidden secret"))
        .hasMessageContaining("externalId")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(() -> parse("endpointUrl", "ftp://user:hidden@host"))
        .hasMessageContaining("endpointUrl")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void aWriteNeedsAStagingPathAndWhatItsExecutorNeeds() {
    assertThatThrownBy(() -> parse("model", "a").requireForWriting())
        .hasMessageStartingWith("Missing option 'stagingPath'.");
    assertThatThrownBy(() -> parse("path", "/x").requireForWriting())
        .hasMessage(
            "Missing option 'model'. The executor 'batch-transform' needs it. Give it with"
                + " .option(\"model\", ...), or for the whole session with"
                + " spark.datasource.sagemaker.model.");
    assertThatThrownBy(() -> parse("path", "/x", "executor", "local").requireForWriting())
        .hasMessageStartingWith("Missing option 'localModel'. The executor 'local' needs it.");

    TransformOptions batch = parse("path", "/x", "model", "a");
    TransformOptions local = parse("path", "/x", "executor", "local", "localModel", "class:A");
    assertThat(batch.requireForWriting()).isSameAs(batch);
    assertThat(local.requireForWriting()).isSameAs(local);
  }

  private static TransformOptions roundTrip(TransformOptions options)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(options);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (TransformOptions) in.readObject();
    }
  }

  private static TransformOptions parse(String... namesAndValues) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      options.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return TransformOptions.parse(options);
  }
}
