package dev.batchtransform.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model container in a process of its own, as it would be in an image of its own; it ends with
 * this JVM at the latest.
 */
final class ContainerProcess implements AutoCloseable {
  private static final String READY = "listening on ";
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String MEMORY = "-Xmx512m";

  private final Process process;
  private final URI endpoint;

  private ContainerProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts a container on a free port and returns when it answers.
   *
   * @param mainClass its program
   */
  static ContainerProcess start(String mainClass) throws IOException {
    Process process =
        new ProcessBuilder(
                JAVA,
                MEMORY,
                "-cp",
                System.getProperty("java.class.path"),
                mainClass,
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

  /**
   * The image of a SageMaker model whose instances each start the container.
   *
   * @param arguments a file for what Java is told, since a class path is long
   */
  static String image(String mainClass, Path arguments) throws IOException {
    String classPath = System.getProperty("java.class.path").replace("\\", "\\\\");
    Files.writeString(arguments, "%s -cp \"%s\" %s".formatted(MEMORY, classPath, mainClass));
    return "exec:exec '%s' '@%s'".formatted(JAVA, arguments);
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
