package dev.batchtransform.spark.internal.record.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** An answer that is not JSON is described by its bytes, without quoting any of it. */
class NotJsonTest {

  private static final String SECRET = "{\"name\":\"Jörg\"}";

  @Test
  void gzipIsNamed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(SECRET.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(describe(bytes.toByteArray())).contains("gzip");
  }

  @Test
  void otherEncodingsAreNamed() {
    assertThat(describe(SECRET, StandardCharsets.UTF_16)).contains("UTF-16");
    assertThat(describe(SECRET, StandardCharsets.ISO_8859_1))
        .contains("not UTF-8")
        .contains("Latin-1");
  }

  @Test
  void aNulAtTheEndIsNamed() {
    assertThat(describe(SECRET + "\0", StandardCharsets.UTF_8)).contains("NUL");
  }

  @Test
  void aPageIsNamed() {
    assertThat(describe(" <!DOCTYPE html><html>Jörg", StandardCharsets.UTF_8)).contains("HTML");
  }

  @Test
  void textIsSentToItsFormat() {
    assertThat(describe("Jörg, 7", StandardCharsets.UTF_8)).contains("'resultFormat' to text");
    assertThat(describe("", StandardCharsets.UTF_8)).contains("not JSON");
  }

  private static String describe(String text, Charset charset) {
    return describe(text.getBytes(charset));
  }

  private static String describe(byte[] bytes) {
    byte[] buffer = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, buffer, 3, bytes.length);
    String found = NotJson.describe(buffer, 3, bytes.length);
    assertThat(found).startsWith("the answer ").doesNotContain("Jörg").doesNotContain("name\":");
    return found;
  }
}
