package dev.batchtransform.spark.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeInputTest {

  @TempDir java.nio.file.Path folder;

  @Test
  void aFileOfItsSizeIsReadToItsEnd() throws Exception {
    try (InputStream in = open(5)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("12345");
      assertThat(in.read()).isNegative();
    }
  }

  @Test
  void whatIsSkippedCounts() throws Exception {
    try (InputStream in = open(5)) {
      in.skipNBytes(2);
      in.read();
      assertThat(in.readAllBytes()).asString().isEqualTo("45");
    }
  }

  @Test
  void aFileThatEndsBeforeItsSizeIsRefused() throws Exception {
    try (InputStream in = open(6)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a.out")
          .hasMessageContaining("ends after 5 bytes of 6");
    }
  }

  @Test
  void aByteThatIsMissingIsRefusedToo() throws Exception {
    try (InputStream in = open(6)) {
      in.skipNBytes(5);
      assertThatThrownBy(in::read).hasMessageContaining("ends after 5 bytes of 6");
    }
  }

  private InputStream open(long bytes) throws IOException {
    java.nio.file.Path file = Files.writeString(folder.resolve("a.out"), "12345");
    return WholeInput.open(new Path(file.toUri()), bytes, new Configuration());
  }
}
