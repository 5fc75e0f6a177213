package dev.batchtransform.s3;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalS3Test {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path data;

  @Test
  void anObjectPutIsReadBackAndListed() throws Exception {
    try (LocalS3 s3 = LocalS3.start(data)) {
      s3.createBucket("bucket");

      assertThat(put(s3, "/bucket/folder/object.jsonl", "{\"a\":1}\n")).isEqualTo(200);

      assertThat(get(s3, "/bucket/folder/object.jsonl")).isEqualTo("{\"a\":1}\n");
      assertThat(get(s3, "/bucket?list-type=2&prefix=folder/"))
          .contains("<Key>folder/object.jsonl</Key>")
          .contains("<KeyCount>1</KeyCount>");
    }
  }

  @Test
  void twoServersKeepTheirDataApart() throws Exception {
    try (LocalS3 one = LocalS3.start(data.resolve("one"));
        LocalS3 two = LocalS3.start(data.resolve("two"))) {
      one.createBucket("bucket");
      two.createBucket("bucket");

      put(one, "/bucket/object", "one");
      put(two, "/bucket/object", "two");

      assertThat(get(one, "/bucket/object")).isEqualTo("one");
      assertThat(get(two, "/bucket/object")).isEqualTo("two");
    }
  }

  @Test
  void dataOutliveTheServer() throws Exception {
    try (LocalS3 s3 = LocalS3.start(data)) {
      s3.createBucket("bucket");
      put(s3, "/bucket/object", "kept");
    }
    try (LocalS3 s3 = LocalS3.start(data)) {
      s3.createBucket("bucket");
      assertThat(get(s3, "/bucket/object")).isEqualTo("kept");
    }
  }

  @Test
  void aPortInUseIsAnErrorThatSaysSo() throws Exception {
    try (LocalS3 s3 = LocalS3.start(data)) {
      assertThatThrownBy(() -> LocalS3.start(data, s3.endpoint().getPort()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Cannot start the S3 server on port " + s3.endpoint().getPort())
          .hasMessageContaining("Address already in use");
    }
  }

  @Test
  void aBucketNameThatS3RefusesIsAnError() throws Exception {
    try (LocalS3 s3 = LocalS3.start(data)) {
      assertThatThrownBy(() -> s3.createBucket("X"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("InvalidBucketName");
    }
  }

  @Test
  void theServerDiesWhenItsParentIsKilled() throws Exception {
    Process parent = command(ServerJars.ownCode());
    try {
      endpointOf(parent);
      ProcessHandle server = parent.children().findFirst().orElseThrow();

      parent.destroyForcibly();

      assertThat(server.onExit().get(30, SECONDS).isAlive()).isFalse();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void thePackagedJarAloneIsEnough() throws Exception {
    Process parent = command(packaged(data.resolve("local-s3.jar")));
    try {
      URI endpoint = endpointOf(parent);

      HttpRequest bucket =
          HttpRequest.newBuilder(endpoint.resolve("/bucket")).PUT(BodyPublishers.noBody()).build();

      assertThat(HTTP.send(bucket, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    } finally {
      parent.destroy();
      parent.waitFor();
    }
  }

  private Process command(Path classPath) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String main = LocalS3Command.class.getName();
    String dataDirectory = data.resolve("data").toString();
    return new ProcessBuilder(
            List.of(
                java, "-cp", classPath.toString(), main, "--port", "0", "--data", dataDirectory))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static URI endpointOf(Process command) throws IOException {
    String line = command.inputReader().readLine();
    assertThat(line).startsWith(ServerProcess.READY);
    return URI.create(line.substring(ServerProcess.READY.length()));
  }

  private static Path packaged(Path jar) throws IOException {
    Path classes = ServerJars.ownCode();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                  Files.copy(file, out);
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              });
    }
    return jar;
  }

  private static int put(LocalS3 s3, String path, String content) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(s3.endpoint().resolve(path))
            .PUT(BodyPublishers.ofString(content))
            .build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static String get(LocalS3 s3, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(s3.endpoint().resolve(path)).build();
    return HTTP.send(request, BodyHandlers.ofString()).body();
  }
}
