package dev.batchtransform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CatalogEmbeddingsTest {
  @TempDir Path directory;

  @Test
  void everyRowComesBackWithItsOwnAnswer() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream standardOutput = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    int exitCode;
    try {
      exitCode =
          new CommandLine(new CatalogEmbeddings())
              .execute("--rows", "300", "--keep", directory.toString());
    } finally {
      System.setOut(standardOutput);
    }

    assertThat(exitCode).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("300 rows went in, 300 came back: 300 scored and 0 failed")
        .contains(
            "300 of 300 answers equal, bit for bit, what the model says when called directly");
    assertThat(directory.resolve("catalog/scoring")).isDirectoryContaining("glob:**/dt=*");
  }
}
