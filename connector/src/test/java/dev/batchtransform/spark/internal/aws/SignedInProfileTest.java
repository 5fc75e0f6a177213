package dev.batchtransform.spark.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A laptop's profile: its credentials come from {@code aws sso login}. */
class SignedInProfileTest {
  private static final String START_URL = "https://people.awsapps.com/start";

  @TempDir private Path home;

  private final ScriptedSageMaker sageMaker = new ScriptedSageMaker();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private HttpServer portal;

  @BeforeEach
  void signIn() throws IOException {
    portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    portal.createContext(
        "/federation/credentials",
        exchange -> {
          tokens.add(exchange.getRequestHeaders().getFirst("x-amz-sso_bearer_token"));
          long expiry = Instant.now().plus(Duration.ofHours(1)).toEpochMilli();
          byte[] answer =
              ("{\"roleCredentials\":{\"accessKeyId\":\"key-of-the-portal\",\"secretAccessKey\":\"s\","
                      + "\"sessionToken\":\"t\",\"expiration\":"
                      + expiry
                      + "}}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    portal.start();
    Path config = home.resolve("config");
    Files.writeString(
        config,
        """
        [default]
        sso_start_url = %s
        sso_region = eu-west-1
        sso_account_id = 111122223333
        sso_role_name = Scoring
        """
            .formatted(START_URL));
  }

  @AfterEach
  void close() {
    portal.stop(0);
    sageMaker.close();
  }

  @Test
  void itsCredentialsAreThoseOfThePortal() throws Exception {
    token(Instant.now().plus(Duration.ofHours(1)));
    sageMaker.on("DescribeModel", Answer.ok("{\"ModelName\":\"m\"}"));

    assertThat(driver()).contains("called");
    assertThat(tokens).containsOnly("token-of-the-login");
    assertThat(sageMaker.calls("DescribeModel").get(0).headers().getFirst("Authorization"))
        .contains("Credential=key-of-the-portal");
  }

  @Test
  void aSignInThatHasExpiredIsToldWithTheCommandThatRenewsIt() throws Exception {
    token(Instant.now().minus(Duration.ofHours(1)));

    assertThat(driver()).contains("NO_CREDENTIALS", "run aws sso login");
    assertThat(tokens).isEmpty();
  }

  @Test
  void aSignInThatWasNeverMadeIsToldSoToo() throws Exception {
    assertThat(driver()).contains("NO_CREDENTIALS", "run aws sso login");
  }

  /** What a driver says whose home is this test's: the SDK takes it from the environment. */
  private String driver() throws Exception {
    ProcessBuilder driver =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Daws.disableEc2Metadata=true",
                "-Daws.configFile=" + home.resolve("config"),
                "-Daws.sharedCredentialsFile=" + home.resolve("credentials"),
                "-Daws.endpointUrlSso=http://127.0.0.1:" + portal.getAddress().getPort(),
                "-cp",
                System.getProperty("java.class.path"),
                Driver.class.getName(),
                sageMaker.url().toString())
            .redirectErrorStream(true);
    driver.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    driver.environment().put("HOME", home.toString());
    Process process = driver.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /** Calls SageMaker as the profile. */
  public static final class Driver {
    public static void main(String[] arguments) {
      AwsSettings settings =
          new AwsSettings(
              Optional.of("eu-west-1"),
              Optional.of(URI.create(arguments[0])),
              Optional.empty(),
              Optional.empty());
      try (TransformJobs jobs = TransformJobs.connect(settings)) {
        System.out.println(
            jobs.describeModel("m") instanceof ModelLookup.Found ? "called" : "no model");
      } catch (AwsCallException failure) {
        System.out.println(failure.kind() + " " + failure.getMessage());
      }
    }
  }

  /** As the command line leaves it after a login. */
  private void token(Instant expires) throws Exception {
    Path cache = Files.createDirectories(home.resolve(".aws").resolve("sso").resolve("cache"));
    byte[] hash =
        MessageDigest.getInstance("SHA-1").digest(START_URL.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        cache.resolve(HexFormat.of().formatHex(hash) + ".json"),
        "{\"accessToken\":\"token-of-the-login\",\"expiresAt\":\"%s\",\"region\":\"eu-west-1\",\"startUrl\":\"%s\"}"
            .formatted(expires.truncatedTo(ChronoUnit.SECONDS), START_URL));
  }
}
