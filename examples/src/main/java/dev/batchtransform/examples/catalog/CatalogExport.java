package dev.batchtransform.examples.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The catalog as a file of JSON objects, one item per line, for programs outside Java. */
@Command(
    name = "CatalogExport",
    mixinStandardHelpOptions = true,
    description = "Writes WordNet's catalog as JSON lines.")
public final class CatalogExport implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file to write; overwritten if it exists.")
  private Path file = Path.of("");

  @Option(
      names = "--items",
      defaultValue = "1200",
      description = "How many, equally many of each category. Default: ${DEFAULT-VALUE}.")
  private int items;

  private CatalogExport() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new CatalogExport());
  }

  @Override
  public Integer call() throws IOException {
    try (SequenceWriter lines =
        new ObjectMapper()
            .writerFor(CatalogItem.class)
            .withRootValueSeparator("\n")
            .writeValues(file.toFile())) {
      lines.writeAll(WordNetCatalog.load().balanced(items));
    }
    return CommandLine.ExitCode.OK;
  }
}
