package dev.batchtransform.examples;

import dev.batchtransform.examples.container.EmbeddingContainer;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;

/**
 * The model container in a process of its own, as it would be in an image of its own; it ends with
 * this JVM at the latest.
 */
final class ContainerProcess implements AutoCloseable {
  private static final String READY = "listening on ";

  private final Process process;
  private final URI endpoint;

  private ContainerProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts the container on a free port and returns when it answers. */
  static ContainerProcess start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddingContainer.class.getName(),
                "--port",
                "0",
                "--until-input-ends")
            .redirectError(Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    if (line == null || !line.startsWith(READY)) {
      process.destroy();
      throw new IOException("Cannot start the model container. It said: " + line);
    }
    return new ContainerProcess(process, URI.create(line.substring(READY.length())));
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
