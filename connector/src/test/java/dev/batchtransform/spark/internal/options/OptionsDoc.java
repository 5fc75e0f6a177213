package dev.batchtransform.spark.internal.options;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Renders the users' page about options from the table of options. */
final class OptionsDoc {

  private static final String HEAD =
      """
      # Options

      Every way to score a DataFrame takes the same options: a write and a read of the data source
      `sagemaker`, `BatchTransform` in Java, Scala and Python, and SQL's `OPTIONS (...)`.

      <!-- Generated from the table of options. To change it, change the table and run
      COMMAND -->

      ```scala
      df.write.format("sagemaker")
        .option("model", "catalog-embedder")
        .option("inputColumns", "title, description")
        .option("instanceCount", 4)
        .option("env.LOG_LEVEL", "debug")
        .option("tag.team", "search")
        .option("runId", "nightly-2026-11-22")
        .mode("append")
        .save("s3a://bucket/scoring")

      val scored = spark.read.format("sagemaker")
        .option("runId", "nightly-2026-11-22")
        .option("mode", "DROPMALFORMED")
        .load("s3a://bucket/scoring")
      ```

      ## How options are read

      **Names** are read without regard to case. An unknown name is an error that names the nearest
      known one, so that a misspelt option is never ignored.

      **Precedence.** The first of these that gives an option wins:

      1. the call: `.option("region", "eu-west-1")`;
      2. the Spark session: `spark.datasource.sagemaker.<option>`, for example
         `spark.conf.set("spark.datasource.sagemaker.region", "eu-west-1")`;
      3. the default in the tables below.

      **Errors come first.** All options are checked, and checked against each other, before anything
      is staged or submitted. An option or a value that is marked *not available yet* is refused;
      its default may be given.

      **Secrets** are never shown in logs, plans and messages: values of `env.<NAME>`, `externalId`,
      user and password in a URL, and options whose name says `secret`, `token`, `password` or the
      like.

      | Type | How it is written |
      | --- | --- |
      | text | As it is. |
      | boolean | `true` or `false`, nothing else. |
      | choice | One of the names in the table, in any case. |
      | integer, decimal | `4`, `12.50`. |
      | duration | A number with a unit: `500ms`, `90s`, `45m`, `24h`, `2 days`, `1h 30m`. |
      | size | Bytes, or a number with a unit of 1024: `16 MB`, `2g`. |
      | columns | Names separated by commas: `id, title`. A name with a comma, a backtick or outer \
      spaces is written in backticks, with a backtick doubled: `` `price, net` ``. Or a JSON array: \
      `["id", "price, net"]`. A dot is part of the name. |
      """;

  private static final String RULES =
      """

      ## Rules between options

      - `maxConcurrentTransforms` times `maxPayloadInMB` may not exceed 100, which is SageMaker's limit.
      - `inputColumns` and `payloadColumn` exclude each other.
      - `resultColumn` and `errorColumn` differ in more than case.
      - `join=record`, and the filters of `transformJob.DataProcessing`, need `contentType` and
        `accept` to be equal: both `application/json` or both `application/jsonlines`.
      - `join=record` does not go with `resultFormat=text`, nor with filters of one's own.
      - `externalId` needs `roleArn`.
      - An asynchronous endpoint goes with none of `join=record`, filters and `gzip`.
      - A write needs `stagingPath`, and what its executor needs: `model` for `batch-transform`,
        `localModel` for `local`, `endpointName` for `async`. `tail=local` and `tail=async` need the same. A read needs
        `stagingPath` only.

      ## Examples

      Score on this machine, without an AWS account, with a model server that already runs:

      ```scala
      df.write.format("sagemaker")
        .option("executor", "local")
        .option("localModel", "http://localhost:8080")
        .mode("append").save("/tmp/scoring")
      ```

      Send a string column that already holds one JSON document per row:

      ```scala
      df.write.format("sagemaker")
        .option("model", "catalog-embedder")
        .option("payloadColumn", "json")
        .option("carryColumns", "id")
        .mode("append").save("s3a://bucket/scoring")
      ```

      Set what all jobs of a session share, and pass on a field that has no option of its own:

      ```scala
      spark.conf.set("spark.datasource.sagemaker.region", "eu-west-1")
      spark.conf.set("spark.datasource.sagemaker.tag.team", "search")

      df.write.format("sagemaker")
        .option("model", "catalog-embedder")
        .option("transformJob.DataCaptureConfig", \"""{"DestinationS3Uri": "s3://bucket/capture/"}\""")
        .mode("append").save("s3a://bucket/scoring")
      ```

      See which runs a staging path holds:

      ```sql
      CREATE TEMPORARY VIEW runs USING sagemaker OPTIONS (path 's3a://bucket/scoring', table 'runs')
      ```
      """;

  private OptionsDoc() {}

  /** The page, told which command writes it. */
  static String render(String command) {
    return Stream.of(
            Stream.of(HEAD.replace("COMMAND", command)),
            Arrays.stream(OptionTopic.values()).map(OptionsDoc::section),
            Stream.of(RULES))
        .flatMap(part -> part)
        .collect(Collectors.joining());
  }

  private static String section(OptionTopic topic) {
    Stream<String> options =
        OptionTable.all().stream().filter(o -> o.topic() == topic).map(OptionsDoc::row);
    Stream<String> families =
        OptionFamily.all().stream().filter(f -> f.topic() == topic).map(OptionsDoc::row);
    String rows = Stream.concat(options, families).collect(Collectors.joining());
    return """

        ## %s

        Used by %s.

        | Option | Type | Default | Allowed | Meaning |
        | --- | --- | --- | --- | --- |
        %s"""
        .formatted(topic.title(), topic.scope().text(), rows);
  }

  private static String row(TransformOption<?> option) {
    String names =
        Stream.concat(Stream.of(option.name()), option.aliases().stream())
            .map(OptionsDoc::code)
            .collect(Collectors.joining(", "));
    String fallback =
        option.defaultValue().isPresent() ? code(option.defaultText()) : option.defaultText();
    return row(
        List.of(
            names,
            option.typeName(),
            fallback,
            option.bounds(),
            availability(option) + option.doc()));
  }

  private static String row(OptionFamily family) {
    return row(
        List.of(code(family.name()), family.typeName(), "none", family.bounds(), family.doc()));
  }

  private static String row(Collection<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .map(cell -> cell.isEmpty() ? "any" : cell)
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String availability(TransformOption<?> option) {
    if (!option.available()) {
      return "*Not available yet.* ";
    }
    return option.unavailableValues().isEmpty()
        ? ""
        : option.unavailableValues().stream()
            .map(OptionsDoc::code)
            .collect(Collectors.joining(", ", "*Not available yet:* ", ". "));
  }

  private static String code(String text) {
    return String.format(Locale.ROOT, "`%s`", text);
  }
}
