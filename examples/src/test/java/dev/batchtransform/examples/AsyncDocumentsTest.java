package dev.batchtransform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AsyncDocumentsTest {
  @TempDir Path directory;

  @Test
  void asleepThenAwakeTheEndpointReadsEachDocumentAndOneFailsAlone() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream standardOutput = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    int exitCode;
    try {
      exitCode =
          new CommandLine(new AsyncDocuments())
              .execute("--documents", "4", "--keep", directory.toString());
    } finally {
      System.setOut(standardOutput);
    }

    assertThat(exitCode).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("document-reader: InService, 0 instances")
        .contains("The endpoint is awake: InService, 1 instance")
        .contains("scan-0417 MODEL_ERROR Received client error (400)")
        .contains("5 documents went in, 5 came back: 4 read and 1 failed")
        .contains("4 of 4 answers equal, bit for bit, what the model says when called directly")
        .contains("5 requests, one per document.");
    assertThat(directory.resolve("catalog/endpoint/answers"))
        .isDirectoryRecursivelyContaining("glob:**.out");
    assertThat(directory.resolve("catalog/endpoint/failures"))
        .isDirectoryRecursivelyContaining("glob:**-error.out");
  }
}
