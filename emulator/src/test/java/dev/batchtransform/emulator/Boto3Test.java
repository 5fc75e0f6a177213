package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

/** The emulator through AWS's Python client and command line, in a virtual environment. */
class Boto3Test {

  private static final Path ENVIRONMENT = Path.of("target", "boto3").toAbsolutePath();
  private static final Path PYTHON = ENVIRONMENT.resolve("bin/python");
  private static final Path INSTALLED = ENVIRONMENT.resolve("installed");
  private static final List<String> CLIENTS = List.of("boto3==1.44.8", "awscli==1.46.3");

  @TempDir Path root;
  @TempDir Path files;

  @BeforeAll
  static void installClients() throws Exception {
    assumeTrue(isPythonThere(), "Skipped because there is no python3 on the PATH");
    if (Files.exists(INSTALLED) && Files.readString(INSTALLED).equals(CLIENTS.toString())) {
      return;
    }
    run("python3", "-m", "venv", "--clear", ENVIRONMENT.toString());
    List<String> install = new ArrayList<>(List.of("-m", "pip", "install", "--quiet"));
    install.addAll(CLIENTS);
    python(install.toArray(String[]::new));
    Files.writeString(INSTALLED, CLIENTS.toString());
  }

  private static boolean isPythonThere() {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String python(String... arguments) throws Exception {
    return run(
        Stream.concat(Stream.of(PYTHON.toString()), Stream.of(arguments)).toArray(String[]::new));
  }

  private static String run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", "any",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_DEFAULT_REGION", "us-east-1"));
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("%s: %s", List.of(command), output).isZero();
    return output;
  }

  @Test
  void theApiModelsAreThoseOfThisClient() throws Exception {
    python(Path.of("extract_api_models.py").toAbsolutePath().toString(), "--check");
  }

  @Test
  void boto3CreatesRunsListsStopsAndReadsTheLogOfJobs() throws Exception {
    try (Cloud cloud = new Cloud(root);
        TestContainer container = container()) {
      cloud.put("in/a.jsonl", "1\n22\n");
      cloud.put("bad/a.jsonl", "bad\n");

      assertThat(script("use_the_emulator.py", cloud, container)).endsWith("all is well\n");

      assertThat(cloud.objects("out"))
          .containsEntry("a.jsonl.out", "{\"length\":1}\n{\"length\":2}\n");
    }
  }

  @Test
  void boto3CreatesCallsUpdatesAndDeletesEndpoints() throws Exception {
    try (Cloud cloud = new Cloud(root);
        TestContainer container = container()) {
      cloud.put("in/a.jsonl", "1\n22\n");
      cloud.put("bad/a.jsonl", "bad\n");

      assertThat(script("use_endpoints.py", cloud, container)).endsWith("all is well\n");

      await()
          .untilAsserted(
              () -> {
                assertThat(cloud.objects("out"))
                    .containsEntry("a 1.out", "{\"length\":1}\n{\"length\":2}")
                    .containsEntry("more/b.json", "{\"length\":2}")
                    .hasSize(2);
                assertThat(cloud.objects("failed")).hasSize(1);
              });
    }
  }

  @Test
  void theCommandLineCallsEndpoints() throws Exception {
    try (Cloud cloud = new Cloud(root);
        TestContainer container = container()) {
      cloud.createModel("model", container.image());
      Endpoints endpoints = new Endpoints(cloud);
      ProductionVariant variant = Endpoints.variant("all", "model").build();
      String endpoint = endpoints.create(variant);
      Path body = Files.writeString(files.resolve("body"), "1\n22\n");
      Path answer = files.resolve("answer");

      String shown =
          aws(
              cloud,
              "invoke-endpoint",
              "--endpoint-name",
              endpoint,
              "--body",
              "fileb://" + body,
              answer.toString());

      assertThat(shown).contains("\"InvokedProductionVariant\": \"all\"");
      assertThat(answer).hasContent("{\"length\":1}\n{\"length\":2}");

      cloud.put("in/a", "333");
      String later = endpoints.create(endpoints.config(queue(), variant));
      String accepted =
          aws(
              cloud,
              "invoke-endpoint-async",
              "--endpoint-name",
              later,
              "--input-location",
              "s3://bucket/in/a",
              "--inference-id",
              "a");

      assertThat(accepted).contains("\"OutputLocation\": \"s3://bucket/out/a.out\"");
      await()
          .untilAsserted(
              () -> assertThat(cloud.objects("out")).containsEntry("a.out", "{\"length\":3}"));
    }
  }

  private static AsyncInferenceConfig queue() {
    return AsyncInferenceConfig.builder()
        .outputConfig(output -> output.s3OutputPath("s3://bucket/out"))
        .build();
  }

  private static TestContainer container() throws IOException {
    return TestContainer.start(
        body ->
            body.contains("bad")
                ? new TestContainer.Answer(400, "cannot score this")
                : TestContainer.lengths(body));
  }

  private static String script(String name, Cloud cloud, TestContainer container) throws Exception {
    return python(
        Path.of("src", "test", "python", name).toAbsolutePath().toString(),
        cloud.emulator.endpoint().toString(),
        container.image());
  }

  private static String aws(Cloud cloud, String... arguments) throws Exception {
    String url = cloud.emulator.endpoint().toString();
    return python(
        Stream.concat(
                Stream.of("-m", "awscli", "--endpoint-url", url, "sagemaker-runtime"),
                Stream.of(arguments))
            .toArray(String[]::new));
  }
}
