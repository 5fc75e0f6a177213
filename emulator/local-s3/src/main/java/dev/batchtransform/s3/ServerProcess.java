package dev.batchtransform.s3;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The server's process: started, waited for until it is ready, and ended. */
final class ServerProcess implements AutoCloseable {
  static final String READY = "listening on ";

  private static final String MAIN_CLASS = "dev.batchtransform.s3.server.S3ServerProcess";

  private final Process process;
  private final URI endpoint;

  private ServerProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  static ServerProcess start(Path dataDirectory, int port) throws IOException {
    Process process =
        new ProcessBuilder(command(dataDirectory, port)).redirectErrorStream(true).start();
    BufferedReader output = process.inputReader();
    StringBuilder log = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        drain(output);
        return new ServerProcess(process, URI.create(line.substring(READY.length())));
      }
      log.append(System.lineSeparator()).append(line);
    }
    throw new IOException(
        "Cannot start the S3 server on port %d over %s. Its log:%s"
            .formatted(port, dataDirectory, log));
  }

  URI endpoint() {
    return endpoint;
  }

  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private static List<String> command(Path dataDirectory, int port) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(
        java,
        "-Xmx512m",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-cp",
        classPath(),
        MAIN_CLASS,
        Integer.toString(port),
        dataDirectory.toString());
  }

  private static String classPath() throws IOException {
    return Stream.concat(ServerJars.locate().stream(), Stream.of(ServerJars.ownCode()))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Reads on so that a full pipe never stops the server; what a running server warns about helps
   * nobody here.
   */
  private static void drain(BufferedReader output) {
    Thread thread = new Thread(() -> output.lines().forEach(line -> {}), "local-s3-output");
    thread.setDaemon(true);
    thread.start();
  }
}
