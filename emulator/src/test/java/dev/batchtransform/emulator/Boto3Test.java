package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator through AWS's Python client, in a virtual environment of the build's own. */
class Boto3Test {

  private static final Path ENVIRONMENT = Path.of("target", "boto3").toAbsolutePath();
  private static final Path PYTHON = ENVIRONMENT.resolve("bin/python");
  private static final Path INSTALLED = ENVIRONMENT.resolve("installed");
  private static final String BOTO3 = "boto3==1.44.8";

  @TempDir Path root;

  @BeforeAll
  static void installBoto3() throws Exception {
    assumeTrue(isPythonThere(), "Skipped because there is no python3 on the PATH");
    if (Files.exists(INSTALLED) && Files.readString(INSTALLED).equals(BOTO3)) {
      return;
    }
    run("python3", "-m", "venv", "--clear", ENVIRONMENT.toString());
    run(PYTHON.toString(), "-m", "pip", "install", "--quiet", BOTO3);
    Files.writeString(INSTALLED, BOTO3);
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

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("%s: %s", List.of(command), output).isZero();
    return output;
  }

  @Test
  void theApiModelsAreThoseOfThisClient() throws Exception {
    run(PYTHON.toString(), Path.of("extract_api_models.py").toAbsolutePath().toString(), "--check");
  }

  @Test
  void boto3CreatesRunsListsStopsAndReadsTheLogOfJobs() throws Exception {
    try (Cloud cloud = new Cloud(root);
        TestContainer container =
            TestContainer.start(
                body ->
                    body.contains("bad")
                        ? new TestContainer.Answer(400, "cannot score this")
                        : TestContainer.lengths(body))) {
      cloud.put("in/a.jsonl", "1\n22\n");
      cloud.put("bad/a.jsonl", "bad\n");
      Path script = Path.of("src", "test", "python", "use_the_emulator.py");

      String output =
          run(
              PYTHON.toString(),
              script.toAbsolutePath().toString(),
              cloud.emulator.endpoint().toString(),
              container.image());

      assertThat(output).endsWith("all is well\n");
      assertThat(cloud.objects("out"))
          .containsEntry("a.jsonl.out", "{\"length\":1}\n{\"length\":2}\n");
    }
  }
}
