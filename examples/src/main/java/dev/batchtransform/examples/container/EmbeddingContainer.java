package dev.batchtransform.examples.container;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @Mixin private final Listening listening = new Listening();

  private EmbeddingContainer() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new EmbeddingContainer()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    listening.serve(EmbeddingAnswers.load());
    return CommandLine.ExitCode.OK;
  }
}
