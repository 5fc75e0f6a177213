package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.engine.processing.DataProcessingException;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTextTest {

  private static final String TEXT = "{\"name\":\"Zoë 名 𝄞\"}\n";
  private static final String WESTERN = "{\"name\":\"Zoë\"}";

  @Test
  void aByteOrderMarkAndNulsAtTheEndAreNoPartOfAnAnswer() throws Exception {
    assertThat(text("\uFEFF" + TEXT + "\0\0")).isEqualTo(TEXT);
    assertThat(text("\uFEFF")).isEmpty();
    assertThat(text("\0")).isEmpty();
    assertThat(text(TEXT)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", " gzip ", "identity, gzip"})
  void aGzippedAnswerIsUnpacked(String encoding) throws Exception {
    assertThat(text(gzip(TEXT.getBytes(UTF_8)), Map.of("Content-Encoding", encoding)))
        .isEqualTo(TEXT);
  }

  @Test
  void anAnswerPackedTwiceIsUnpackedTwice() throws Exception {
    byte[] packed = gzip(deflate(TEXT.getBytes(UTF_8), false));

    assertThat(text(packed, Map.of("content-encoding", "deflate, gzip"))).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeflatedAnswerIsUnpackedWithOrWithoutItsHeader(boolean bare) throws Exception {
    assertThat(text(deflate(TEXT.getBytes(UTF_8), bare), Map.of("content-encoding", "deflate")))
        .isEqualTo(TEXT);
  }

  @Test
  void whatCannotBeUnpackedIsToldAndNotShown() {
    assertThatThrownBy(() -> text(TEXT.getBytes(UTF_8), Map.of("content-encoding", "br")))
        .isInstanceOf(DataProcessingException.class)
        .hasMessageContaining("'br'")
        .hasMessageNotContaining("Zoë");
    assertThatThrownBy(() -> text(TEXT.getBytes(UTF_8), Map.of("content-encoding", "gzip")))
        .isInstanceOf(DataProcessingException.class)
        .hasMessageContaining("'gzip'");
    byte[] whole = gzipped();
    assertThatThrownBy(
            () -> text(Arrays.copyOf(whole, whole.length - 12), Map.of("content-encoding", "gzip")))
        .isInstanceOf(DataProcessingException.class);
  }

  @Test
  void theCharsetThatAServerNamesIsRead() throws Exception {
    assertThat(
            text(
                WESTERN.getBytes(ISO_8859_1),
                Map.of("content-type", "application/json; charset=iso-8859-1")))
        .isEqualTo(WESTERN);
    assertThat(text(TEXT.getBytes(UTF_16), Map.of("content-type", "text/plain;Charset=\"UTF-16\"")))
        .isEqualTo(TEXT);
    assertThat(
            text(
                ("\uFEFF" + TEXT).getBytes(UTF_16LE),
                Map.of("content-type", "text/plain; charset=utf-16le")))
        .isEqualTo(TEXT);
    assertThat(text(TEXT.getBytes(UTF_16), Map.of())).as("its mark says so").isEqualTo(TEXT);
  }

  @Test
  void anUnknownCharsetIsToldAndBytesThatNobodyExplainsStay() throws Exception {
    assertThatThrownBy(() -> text(new byte[] {'1'}, Map.of("content-type", "a/b; charset=klingon")))
        .isInstanceOf(DataProcessingException.class)
        .hasMessageContaining("UTF-8")
        .hasMessageContaining("'accept'");
    byte[] western = WESTERN.getBytes(ISO_8859_1);
    assertThat(AnswerText.of(ModelResponse.ok(western))).isEqualTo(western);
  }

  private static String text(String answer) throws DataProcessingException {
    return text(answer.getBytes(UTF_8), Map.of());
  }

  private static String text(byte[] body, Map<String, String> headers)
      throws DataProcessingException {
    return new String(AnswerText.of(new ModelResponse(200, body, headers)), UTF_8);
  }

  private static byte[] gzipped() {
    try {
      return gzip(TEXT.repeat(100).getBytes(UTF_8));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  private static byte[] deflate(byte[] plain, boolean bare) throws IOException {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare);
    try (DeflaterInputStream in =
        new DeflaterInputStream(new ByteArrayInputStream(plain), deflater)) {
      return in.readAllBytes();
    } finally {
      deflater.end();
    }
  }
}
