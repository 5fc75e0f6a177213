package dev.batchtransform.examples.container;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The embedding model as a SageMaker model container: {@code GET /ping}, {@code GET
 * /execution-parameters} and {@code POST /invocations}, as SageMaker calls them. A record is a JSON
 * object with {@code text}, or with {@code title} and {@code description}; its answer is one line,
 * <code>{"embedding":[384 numbers],"tokens":n}</code>.
 */
@Command(
    name = "EmbeddingContainer",
    mixinStandardHelpOptions = true,
    description = "Serves the all-MiniLM-L6-v2 embedding model as a SageMaker model container.")
public final class EmbeddingContainer implements Callable<Integer> {
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

  private EmbeddingContainer() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new EmbeddingContainer()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (EmbeddingServer server = EmbeddingServer.start(host, port)) {
      System.out.println("listening on " + server.endpoint());
      if (untilInputEnds) {
        System.in.transferTo(OutputStream.nullOutputStream());
      } else {
        new CountDownLatch(1).await();
      }
    }
    return CommandLine.ExitCode.OK;
  }
}
