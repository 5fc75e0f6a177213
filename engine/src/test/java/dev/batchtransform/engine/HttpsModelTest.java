package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server behind TLS, called by a process that trusts it, or does not. */
@Timeout(120)
class HttpsModelTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path folder = Path.of("");
  private Path store = Path.of("");
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    store = folder.resolve("keys.p12");
    run(
        tool("keytool"),
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost",
        "-storepass",
        PASSWORD,
        "-keystore",
        store.toString());
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext("/invocations", HttpContainer::echo);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aServerWhoseCertificateTheProcessTrustsIsCalled() throws Exception {
    assertThat(call("localhost")).isEqualTo("200 1");
  }

  @Test
  void aCertificateForAnotherNameIsNotTrusted() throws Exception {
    assertThat(call("127.0.0.1")).startsWith("refused");
  }

  private String call(String host) throws Exception {
    return run(
        tool("java"),
        "-Djavax.net.ssl.trustStore=" + store,
        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
        "-cp",
        System.getProperty("java.class.path"),
        Caller.class.getName(),
        "https://%s:%d".formatted(host, server.getAddress().getPort()));
  }

  /** Says what the server answers. */
  static final class Caller {
    private Caller() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (HttpModel model = new HttpModel(URI.create(arguments[0]))) {
        ModelResponse response =
            model.invoke(new ModelRequest("1".getBytes(UTF_8), null, null, Duration.ofMinutes(1)));
        System.out.print(response.status() + " " + new String(response.body(), UTF_8));
      } catch (IOException failure) {
        System.out.print("refused: " + failure.getMessage());
      }
    }
  }

  private SSLContext context() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(errors).isZero();
    return printed;
  }
}
