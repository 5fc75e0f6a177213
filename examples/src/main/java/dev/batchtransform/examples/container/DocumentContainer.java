package dev.batchtransform.examples.container;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * A reader of long documents as a SageMaker model container, called as {@link EmbeddingContainer}
 * is. A record is a JSON object with {@code text}, a whole document; its answer is one line, <code>
 * {"embedding":[384 numbers],"key_sentences":[...],"sentences":n,"seconds":s}</code>, after some
 * seconds.
 */
@Command(
    name = "DocumentContainer",
    mixinStandardHelpOptions = true,
    description = "Serves a model that reads long documents as a SageMaker model container.")
public final class DocumentContainer implements Callable<Integer> {
  @Mixin private final Listening listening = new Listening();

  private DocumentContainer() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new DocumentContainer()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    listening.serve(ReadingAnswers.load());
    return CommandLine.ExitCode.OK;
  }
}
