package dev.batchtransform.benchmarks.cloud;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An emulated SageMaker in a process of its own; it ends with this JVM at the latest. */
public final class LocalCloudProcess implements AutoCloseable {
  /** The name of its one model, which answers as {@code IdScores} does. */
  public static final String MODEL = LocalCloud.MODEL;

  private final Process process;
  private final URI endpoint;

  private LocalCloudProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts it and returns when it answers.
   *
   * @param hadoopConf with which it reaches objects
   */
  public static LocalCloudProcess start(Map<String, String> hadoopConf) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                LocalCloud.class.getName()));
    hadoopConf.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    if (line == null || !line.startsWith(LocalCloud.READY)) {
      process.destroy();
      throw new IOException("Cannot start the emulated SageMaker. It said: " + line);
    }
    return new LocalCloudProcess(process, URI.create(line.substring(LocalCloud.READY.length())));
  }

  /** The option {@code endpointUrl}. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
