package dev.batchtransform.spark.internal.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
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

  @Test
  void aCompressedFileIsInflatedAndItsSizeIsThatOfItsContent() throws Exception {
    byte[] packed = gzip("12345");
    try (InputStream in = open("a.jsonl.gz", packed, 5)) {
      assertThat(in.read()).isEqualTo('1');
      assertThat(in.readAllBytes()).asString().isEqualTo("2345");
    }
    try (InputStream in = open("a.jsonl.gz", packed, 6)) {
      assertThatThrownBy(in::readAllBytes).hasMessageContaining("ends after 5 bytes of 6");
    }
  }

  @Test
  void aCompressedFileThatIsCutShortAnywhereIsNamed() throws Exception {
    byte[] packed = gzip("12345");
    for (int length = 0; length < packed.length; length++) {
      byte[] start = Arrays.copyOf(packed, length);
      assertThatThrownBy(
              () -> {
                try (InputStream in = open("a.jsonl.gz", start, 5)) {
                  in.readAllBytes();
                }
              })
          .as("%d bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("Cannot read all of", "a.jsonl.gz");
    }
  }

  @Test
  void aFileThatIsNotCompressedThoughItsNameSaysSoIsNamed() {
    assertThatThrownBy(() -> open("a.jsonl.gz", "12345678901234567890".getBytes(UTF_8), 20))
        .hasMessageContainingAll("a.jsonl.gz", "cut short or damaged");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  private InputStream open(String name, byte[] content, long bytes) throws IOException {
    java.nio.file.Path file = Files.write(folder.resolve(name), content);
    return WholeInput.open(new Path(file.toUri()), bytes, new Configuration());
  }

  private InputStream open(long bytes) throws IOException {
    return open("a.out", "12345".getBytes(UTF_8), bytes);
  }
}
