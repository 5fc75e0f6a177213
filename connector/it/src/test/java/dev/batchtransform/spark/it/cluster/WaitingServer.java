package dev.batchtransform.spark.it.cluster;

import dev.batchtransform.spark.it.Models;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** {@link WaitingModel} as a server, which an executor starts. */
public final class WaitingServer {
  /** The environment variable that names the gate. */
  static final String GATE = "GATE";

  private WaitingServer() {}

  /** Serves on SageMaker's port until it is ended. */
  public static void main(String[] arguments) {
    Gate gate = new Gate(System.getenv(GATE));
    ModelContainer unused =
        ModelContainer.at(
            Integer.parseInt(System.getenv("SAGEMAKER_BIND_TO_PORT")),
            body -> body.lines().map(record -> answer(gate, record)).collect(Collectors.joining()));
  }

  /**
   * The option {@code localModel}.
   *
   * @param mark in the command line of each process that comes of it
   */
  static String command(String mark) {
    return "exec:exec '%s' -Dmark=%s -XX:TieredStopAtLevel=1 -Xmx64m -cp '%s' %s"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            mark,
            System.getProperty("java.class.path"),
            WaitingServer.class.getName());
  }

  private static String answer(Gate gate, String record) {
    long id = Models.id(record);
    if (id == WaitingModel.RECORD && !gate.hasBeenReached()) {
      gate.pass();
    }
    return "{\"tripled\":" + 3 * id + "}\n";
  }
}
