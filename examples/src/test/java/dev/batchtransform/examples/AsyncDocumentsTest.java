package dev.batchtransform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncDocumentsTest {
  @TempDir Path directory;

  @Test
  void asleepThenAwakeTheEndpointReadsEachDocumentAndOneFailsAlone() {
    Printed printed =
        Printed.by(new AsyncDocuments(), "--documents", "4", "--keep", directory.toString());

    assertThat(printed.exitCode()).isZero();
    assertThat(printed.text())
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
