package dev.batchtransform.benchmarks.cloud;

import dev.batchtransform.benchmarks.process.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An emulated SageMaker in a process of its own; it ends with this JVM at the latest. */
public final class LocalCloudProcess implements AutoCloseable {
  /** The name of its one model, which answers as {@code IdScores} does. */
  public static final String MODEL = LocalCloud.MODEL;

  private final ChildJvm process;
  private final URI endpoint;

  private LocalCloudProcess(ChildJvm process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts it and returns when it answers.
   *
   * @param hadoopConf with which it reaches objects
   */
  public static LocalCloudProcess start(Map<String, String> hadoopConf) throws IOException {
    List<String> arguments = new ArrayList<>();
    hadoopConf.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
    ChildJvm process = ChildJvm.start(LocalCloud.class, arguments);
    return new LocalCloudProcess(process, URI.create(process.awaitLine(LocalCloud.READY)));
  }

  /** The option {@code endpointUrl}. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.close();
  }
}
