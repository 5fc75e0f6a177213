package dev.batchtransform.examples.container;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Option;

/** Where a container's server listens and for how long, as options of its command. */
final class Listening {
  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on; 0.0.0.0 inside an image. Default: ${DEFAULT-VALUE}.")
  private String host = "";

  @Option(
      names = "--port",
      defaultValue = "${env:SAGEMAKER_BIND_TO_PORT:-8080}",
      description =
          "Port to listen on, 0 for a free one. Default: SAGEMAKER_BIND_TO_PORT, else 8080.")
  private int port;

  @Option(
      names = "--until-input-ends",
      description = "Stop when standard input ends, and so never outlive the starting process.")
  private boolean untilInputEnds;

  /** Serves the model, which is closed at the end. */
  void serve(TextModel model) throws IOException, InterruptedException {
    try (ModelServer server = ModelServer.start(host, port, model)) {
      System.out.println("listening on " + server.endpoint());
      if (untilInputEnds) {
        System.in.transferTo(OutputStream.nullOutputStream());
      } else {
        new CountDownLatch(1).await();
      }
    }
  }
}
