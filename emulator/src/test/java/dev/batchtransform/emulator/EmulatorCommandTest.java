package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

class EmulatorCommandTest {

  @TempDir Path root;

  @Test
  void theProgramPrintsWhereItListensAndServes() throws Exception {
    Process program =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                EmulatorCommand.class.getName(),
                "--port",
                "0",
                "--conf",
                "emulator.s3Root=" + root.toUri())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = program.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      assertThat(line).matches("listening on http://127\\.0\\.0\\.1:\\d+");
      try (SageMakerClient client = client(line.replace("listening on ", ""))) {
        assertThat(client.listModels().models()).isEmpty();
      }
      // Process.destroy() would close the stream that is read below.
      program.toHandle().destroy();
      assertThat(program.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(lines.readLine()).as("it prints nothing else").isNull();
    } finally {
      program.destroyForcibly();
    }
  }

  private static SageMakerClient client(String endpoint) {
    return SageMakerClient.builder()
        .endpointOverride(URI.create(endpoint))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "secret")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static String refusal(String... arguments) {
    StringWriter errors = new StringWriter();
    CommandLine command = EmulatorCommand.commandLine().setErr(new PrintWriter(errors, true));
    assertThat(command.execute(arguments)).isEqualTo(2);
    return errors.toString();
  }

  @Test
  void aSettingThatDoesNotExistIsRefusedWithThoseThatDo() {
    assertThat(refusal("--conf", "emulator.startDelay=2s"))
        .contains("there is no such setting", "emulator.startupDelay");
  }

  @Test
  void aValueThatCannotBeReadIsRefusedWithItsMeaning() {
    assertThat(refusal("--conf", "emulator.startupDelay=soon"))
        .contains("Cannot set emulator.startupDelay to 'soon'", "500ms, 2s, 4m");
    assertThat(refusal("--conf", "emulator.virtualTime=yes")).contains("Cannot set");
    assertThat(refusal("--conf", "emulator.accountId=7")).contains("12 digits");
    assertThat(refusal("--conf", "emulator.emptyObjects=SKIP")).contains("EMPTY_OUTPUT");
  }

  @Test
  void aPortThatIsTakenIsAnErrorWithAMessage() throws IOException {
    try (LocalSageMaker other = LocalSageMaker.start(LocalSageMaker.Settings.builder().build())) {
      assertThat(refusal("--port", Integer.toString(other.endpoint().getPort())))
          .contains("Cannot start the emulator");
    }
  }
}
