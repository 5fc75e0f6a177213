package dev.batchtransform.spark.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option keeps the default, the bounds and the messages that are promised for it. */
class OptionTableTest {

  /**
   * What is promised of one option.
   *
   * @param name the option
   * @param fallback its default as text; empty when there is none
   * @param good texts that are taken
   * @param bad texts that are refused
   * @param message part of the message that refuses them
   */
  record Promise(
      String name, String fallback, List<String> good, List<String> bad, String message) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static final String LONG_NAME = "a".repeat(64);

  /** Options that another one needs to make sense. */
  private static final Map<String, Map<String, String>> COMPANIONS =
      Map.of(
          "externalId", Map.of("roleArn", "arn:aws:iam::111122223333:role/scoring"),
          "maxConcurrentTransforms", Map.of("maxPayloadInMB", "1"));

  static Stream<Promise> promises() {
    return Stream.of(
        of("stagingPath", "", List.of("s3a://bucket/scoring", "/tmp/a b"), List.of(), ""),
        of(
            "runId",
            "",
            List.of("nightly-2026-11-22", "a", "9_x.y", "a".repeat(128)),
            List.of("-a", ".a", "a/b", "a b", "é", "a".repeat(129)),
            "1 to 128 of A-Z a-z 0-9 . _ -"),
        of(
            "dt",
            "",
            List.of("2026-11-22", "2024-02-29"),
            List.of("2026-02-29", "2026-1-2", "22.11.2026", "today", "+12026-01-01"),
            "a date that exists, written yyyy-MM-dd"),
        of(
            "model",
            "",
            List.of("catalog-embedder", "M1", "a".repeat(63)),
            List.of("-a", "a-", "a_b", LONG_NAME, "a-" + LONG_NAME, "arn:aws:x"),
            "1 to 63 letters, digits and hyphens"),
        choice("executor", "batch-transform", "Auto", "async"),
        of(
            "inputColumns",
            "",
            List.of("a", "a, b", "[\"a,b\",\"c\"]", "`a,b`,c.d"),
            List.of("a,,b", ",", "a,a", "`a", "a`b", "[]", "[1]", "[\"a\"", "[\"a\"] x"),
            "column names"),
        of("payloadColumn", "", List.of("body", "名前"), List.of(), ""),
        of("carryColumns", "", List.of("a,b"), List.of("a,"), "column names"),
        choice("dedupe", "false", "false", "FALSE"),
        choice("join", "position", "record", "Position"),
        of("answerKey", "", List.of("id", "名前"), List.of(), ""),
        of(
            "instanceType",
            "ml.m5.xlarge",
            List.of("ml.g5.12xlarge", "ml.inf2.xlarge"),
            List.of("m5.xlarge", "ml.t2.medium", "ml.t3.large", "ml.m5", "ML.M5.XLARGE"),
            "ml.t2 and ml.t3 are not among them"),
        number("instanceCount", "2", 1, 100),
        choice("fitInstanceCount", "false", "true", "FALSE"),
        choice("batchStrategy", "SingleRecord", "multirecord", "SingleRecord"),
        number("maxConcurrentTransforms", "", 1, 100),
        number("maxPayloadInMB", "6", 1, 100),
        mediaType("contentType"),
        mediaType("accept"),
        number("invocationsTimeoutSeconds", "600", 1, 3600),
        number("invocationsMaxRetries", "3", 0, 3),
        choice("gzip", "false", "true", "FALSE"),
        number("targetFileSizeMB", "", 1, 100_000),
        of(
            "maxRecordsPerFile",
            "",
            List.of("1", "5000000000"),
            List.of("0", "-1", "1.5", "99999999999999999999"),
            "a whole number, 1 or more"),
        number("minFilesPerInstance", "", 1, 10_000),
        of(
            "region",
            "",
            List.of("eu-west-1", "us-gov-west-1"),
            List.of("Ireland", "eu-west", "EU-WEST-1"),
            "the code of an AWS region"),
        url("endpointUrl"),
        of(
            "roleArn",
            "",
            List.of("arn:aws:iam::111122223333:role/a/b", "arn:aws-cn:iam::111122223333:role/x"),
            List.of("scoring", "arn:aws:iam::1:role/a", "arn:aws:iam::111122223333:user/a"),
            "the ARN of an IAM role"),
        of("externalId", "", List.of("tenant-7"), List.of("x", "a b"), "2 to 1224"),
        kmsKey("kmsKeyId"),
        kmsKey("volumeKmsKeyId"),
        choice("onFailure", "isolate", "retry", "fail"),
        choice("tail", "", "async", "Local"),
        number("maxAttempts", "4", 1, 100),
        of(
            "deadLetterQueueUrl",
            "",
            List.of(
                "https://sqs.eu-west-1.amazonaws.com/111122223333/failed-rows",
                "https://sqs.eu-west-1.amazonaws.com/111122223333/failed-rows.fifo",
                "http://localhost:9324/000000000000/q"),
            List.of(
                "https://sqs.eu-west-1.amazonaws.com",
                "https://sqs.eu-west-1.amazonaws.com/",
                "arn:aws:sqs:eu-west-1:111122223333:failed-rows",
                "failed-rows"),
            "the URL of a queue"),
        of("maxCostUsd", "", List.of(), List.of("10"), "not available yet"),
        of("maxCostUsd", "", List.of(), List.of("0", "-1", "NaN", "x"), "greater than 0"),
        of("maxInstanceHours", "", List.of(), List.of("1.5"), "not available yet"),
        duration("jobTimeout", "24h"),
        duration("pollInterval", ""),
        duration("startTimeout", "45m"),
        duration("noProgressTimeout", ""),
        duration("serviceTimeout", "6h"),
        choice("wait", "true", "True", "false"),
        choice("ifRunExists", "resume", "fail", "REPLACE"),
        choice("stopOnCancel", "true", "false", "true"),
        choice("cleanup", "none", "input", "None"),
        of(
            "localModel",
            "",
            List.of(
                "http://model_server:8080",
                "https://host/x",
                "class:com.example.Echo$Model",
                "endpoint:catalog-embedder",
                "endpoint:" + "a".repeat(63)),
            List.of(
                "ftp://host",
                "http://",
                "http://:80",
                "echo",
                "class:",
                "exec:",
                "class:a b",
                "endpoint:",
                "endpoint:-a",
                "endpoint:" + "a".repeat(64),
                "endpoint:arn:aws:sagemaker:eu-west-1:111122223333:endpoint/a"),
            "one of http://host:port, endpoint:<name of an endpoint, not its ARN>, class:<name of a Java class>, exec:<command>"),
        number("localConcurrency", "", 1, 10_000),
        of(
            "localMaxBytes",
            "16 MB",
            List.of("16m", "1 GB"),
            List.of("16 XB", "0", "-1", "8193p"),
            "a size"),
        of(
            "localMaxRows",
            "10000",
            List.of("1", "5000000000"),
            List.of("0", "-1", "many"),
            "a whole number"),
        of(
            "endpointName",
            "",
            List.of("catalog-embedder", "e1"),
            List.of("-e", "a_b", "a".repeat(64)),
            "letters, digits"),
        number("requestTtlSeconds", "21600", 60, 21_600),
        number("maxInFlight", "256", 1, 100_000),
        of(
            "stateMachineArn",
            "",
            List.of(
                "arn:aws:states:us-east-1:111122223333:stateMachine:embedder",
                "arn:aws-cn:states:cn-north-1:111122223333:stateMachine:e_1.x:live"),
            List.of(
                "embedder",
                "arn:aws:states:us-east-1:111122223333:execution:embedder:nightly",
                "arn:aws:states:us-east-1:1:stateMachine:embedder"),
            "the ARN of a state machine"),
        of("resultSchema", "", List.of("array<float>"), List.of(), ""),
        choice("resultFormat", "json", "text", "Csv"),
        of(
            "answerPath",
            "",
            List.of("$", "$.predictions[0]", "$['a.b'].c"),
            List.of("predictions", "$[-1]", "$[*]", "$.a..b"),
            "a path to one value"),
        of(
            "recordFormat",
            "",
            List.of("json", "CSV", "instances", "dataframe_split", "huggingface", "triton", "text"),
            List.of("tensorflow", "jsonlines"),
            "one of json, csv, instances"),
        choice("timestampPrecision", "milliseconds", "microseconds", "Microseconds"),
        of("resultColumn", "prediction", List.of("score"), List.of(), ""),
        of("resultPrefix", "", List.of("mood_"), List.of(), ""),
        of("errorColumn", "prediction_error", List.of("why"), List.of(), ""),
        choice("mode", "PERMISSIVE", "dropMalformed", "FAILFAST"),
        choice("table", "results", "runs", "dead_letters"));
  }

  @ParameterizedTest
  @MethodSource("promises")
  void anOptionHasTheDefaultThatIsPromised(Promise promise) {
    assertThat(defaultAsText(option(promise.name()))).isEqualTo(promise.fallback());
  }

  @ParameterizedTest
  @MethodSource("promises")
  void anOptionTakesValuesWithinItsBounds(Promise promise) {
    for (String text : promise.good()) {
      TransformOptions options = parse(promise.name(), text);
      assertThat(options.isSet(option(promise.name()))).isTrue();
      assertThat(options.find(option(promise.name()))).isPresent();
      assertThat(options.asMap()).containsEntry(promise.name(), text);
    }
  }

  @ParameterizedTest
  @MethodSource("promises")
  void aValueOutOfBoundsIsRefusedWithTheOptionsNameAndWhatItMustBe(Promise promise) {
    for (String text : promise.bad()) {
      assertThatThrownBy(() -> parse(promise.name(), text))
          .as("%s=%s", promise.name(), text)
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageContaining("'" + promise.name() + "'")
          .hasMessageContaining(promise.message());
    }
  }

  @ParameterizedTest
  @MethodSource("promises")
  void anEmptyValueIsRefused(Promise promise) {
    for (String text : List.of("", "  ")) {
      assertThatThrownBy(() -> parse(promise.name(), text))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessage(
              "Cannot use option '%s' because its value is empty. Give it a value or leave it out.",
              promise.name());
    }
  }

  @Test
  void everyOptionHasAPromiseHere() {
    assertThat(OptionTable.all().stream().map(TransformOption::name))
        .containsExactlyInAnyOrderElementsOf(
            promises().map(Promise::name).collect(Collectors.toSet()));
  }

  @Test
  void everyConstantIsInTheTable() {
    assertThat(OptionTable.all())
        .hasSize(
            (int)
                Arrays.stream(OptionTable.class.getFields())
                    .filter(field -> Modifier.isStatic(field.getModifiers()))
                    .filter(field -> field.getType() == TransformOption.class)
                    .count());
  }

  @Test
  void noTwoOptionsShareAName() {
    assertThat(
            OptionTable.all().stream()
                .flatMap(o -> Stream.concat(Stream.of(o.name()), o.aliases().stream()))
                .map(name -> name.toLowerCase(Locale.ROOT)))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyDefaultMayBeGivenExplicitlyAndMeansTheSame() {
    for (TransformOption<?> option : OptionTable.all()) {
      option
          .defaultValue()
          .ifPresent(
              value ->
                  assertThat((Object) parse(option.name(), defaultAsText(option)).get(option))
                      .isEqualTo(value));
    }
  }

  @Test
  void theOptionsThatAreNotBuiltYetAreTheseAndNoOthers() {
    assertThat(OptionTable.all().stream().filter(o -> !o.available()).map(TransformOption::name))
        .containsExactlyInAnyOrder("dedupe", "maxCostUsd", "maxInstanceHours");
  }

  @Test
  void aValueThatIsNotBuiltYetIsRefusedWithTheOthersNamed() {
    assertThatThrownBy(() -> parse("dedupe", "true"))
        .hasMessage("Cannot use option 'dedupe' because it is not available yet. Leave it out.");
  }

  private static TransformOptions parse(String name, String text) {
    Map<String, String> options = new HashMap<>(COMPANIONS.getOrDefault(name, Map.of()));
    options.put(name, text);
    return TransformOptions.parse(options);
  }

  private static TransformOption<?> option(String name) {
    return OptionNames.find(name).orElseThrow();
  }

  private static <T> String defaultAsText(TransformOption<T> option) {
    return option.defaultValue().map(option::format).orElse("");
  }

  private static Promise of(
      String name, String fallback, List<String> good, List<String> bad, String message) {
    return new Promise(name, fallback, good, bad, message);
  }

  private static Promise choice(String name, String fallback, String good, String alsoGood) {
    return of(name, fallback, List.of(good, alsoGood), List.of("yes", "1"), "must be one of ");
  }

  private static Promise number(String name, String fallback, int least, int most) {
    return of(
        name,
        fallback,
        List.of(Integer.toString(least), " " + most + " "),
        List.of(
            Integer.toString(least - 1), Integer.toString(most + 1), "two", "1.5", "99999999999"),
        "a whole number from " + least + " to " + most);
  }

  private static Promise mediaType(String name) {
    return of(
        name,
        "application/jsonlines",
        List.of("application/json", "application/json; verbose=true", "a".repeat(256)),
        List.of("a".repeat(257), "text/\nplain"),
        "a media type of up to 256 characters");
  }

  private static Promise kmsKey(String name) {
    return of(
        name,
        "",
        List.of("alias/scoring", "arn:aws:kms:eu-west-1:111122223333:key/1a-2b"),
        List.of("a b", "a.b", "a".repeat(2049)),
        "the id, ARN or alias of a KMS key");
  }

  private static Promise url(String name) {
    return of(
        name,
        "",
        List.of("http://localhost:4577", "HTTPS://api.sagemaker.eu-west-1.amazonaws.com"),
        List.of("localhost:4577", "http://", "s3://bucket", "http://a b"),
        "a URL such as http://localhost:4577");
  }

  private static Promise duration(String name, String fallback) {
    return of(
        name,
        fallback,
        List.of("24h", "90s", "45m", "500ms", "2 days", "1h 30min", "365d"),
        List.of("0s", "10", "-5s", "5 fortnights", "h", "366d", "99999999999999999999s", "1.5h"),
        "a duration with its unit, greater than 0 and up to 365 days");
  }
}
