package dev.batchtransform.engine;

import dev.batchtransform.engine.processing.DataProcessingException;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Turns what a server sent into UTF-8: unpacks it, reads it in the charset it names, and takes off
 * what frames text for others and is no part of JSON, a byte order mark at the beginning and NULs
 * at the end. Bytes of a charset that nobody named stay as they are.
 */
final class AnswerText {

  /** Unpacked answers may not be larger: beyond it a small answer would fill a process's memory. */
  private static final int LARGEST = 1 << 30;

  private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

  private AnswerText() {}

  /**
   * The body of a response as UTF-8.
   *
   * @throws DataProcessingException when it is packed in an unknown or damaged way, or its charset
   *     is unknown
   */
  static byte[] of(ModelResponse response) throws DataProcessingException {
    byte[] unpacked = unpack(response.body(), response.header("content-encoding").orElse(""));
    return bare(inUtf8(unpacked, response.header("content-type").orElse("")));
  }

  private static byte[] unpack(byte[] body, String encodings) throws DataProcessingException {
    String[] applied = encodings.toLowerCase(Locale.ROOT).split(",", -1);
    byte[] unpacked = body;
    for (int i = applied.length - 1; i >= 0; i--) {
      unpacked = unpackOne(unpacked, applied[i].strip());
    }
    return unpacked;
  }

  private static byte[] unpackOne(byte[] packed, String encoding) throws DataProcessingException {
    if (encoding.isEmpty() || encoding.equals("identity") || packed.length == 0) {
      return packed;
    }
    ByteArrayInputStream bytes = new ByteArrayInputStream(packed);
    try (InputStream in =
        switch (encoding) {
          case "gzip", "x-gzip" -> new GZIPInputStream(bytes);
          case "deflate" -> new InflaterInputStream(bytes, new Inflater(!hasZlibHeader(packed)));
          default ->
              throw new DataProcessingException(
                  "Cannot read the answer because it is packed with Content-Encoding '"
                      + encoding
                      + "'. Let the server send it unpacked, or with gzip.");
        }) {
      byte[] unpacked = in.readNBytes(LARGEST);
      if (unpacked.length == LARGEST) {
        throw new DataProcessingException(
            "Cannot read the answer because it is larger than 1 GiB unpacked. Send fewer records per"
                + " request with 'maxPayloadInMB'.");
      }
      return unpacked;
    } catch (IOException damaged) {
      throw new DataProcessingException(
          "Cannot read the answer because it is not packed with '"
              + encoding
              + "' as its Content-Encoding says. Correct what the server says.");
    }
  }

  /** Some servers send deflate without the header that the standard asks for. */
  private static boolean hasZlibHeader(byte[] packed) {
    return packed.length > 1
        && (packed[0] & 0x0F) == 8
        && (((packed[0] & 0xFF) << 8) | (packed[1] & 0xFF)) % 31 == 0;
  }

  private static byte[] inUtf8(byte[] text, String contentType) throws DataProcessingException {
    Charset charset = charset(text, contentType);
    boolean same =
        charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
    return same ? text : new String(text, charset).getBytes(StandardCharsets.UTF_8);
  }

  private static Charset charset(byte[] text, String contentType) throws DataProcessingException {
    Matcher named = CHARSET.matcher(contentType);
    if (!named.find()) {
      return isMarkedUtf16(text) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(named.group(1));
    } catch (IllegalArgumentException unknown) {
      throw new DataProcessingException(
          "Cannot read the answer because its Content-Type names a charset that Java does not know."
              + " Let the server answer in UTF-8, or name another type in option 'accept'.");
    }
  }

  private static boolean isMarkedUtf16(byte[] text) {
    int mark = text.length < 2 ? 0 : ((text[0] & 0xFF) << 8) | (text[1] & 0xFF);
    return mark == 0xFEFF || mark == 0xFFFE;
  }

  private static byte[] bare(byte[] text) {
    boolean marked =
        text.length >= UTF_8_MARK.length
            && Arrays.equals(text, 0, UTF_8_MARK.length, UTF_8_MARK, 0, UTF_8_MARK.length);
    int start = marked ? UTF_8_MARK.length : 0;
    int end = text.length;
    while (end > start && text[end - 1] == 0) {
      end--;
    }
    return start == 0 && end == text.length ? text : Arrays.copyOfRange(text, start, end);
  }

  /** What the answer is instead of one, when a proxy or a wrong path answered for the model. */
  static Optional<String> page(byte[] text) {
    int start = 0;
    while (start < text.length && text[start] <= ' ' && text[start] >= 0) {
      start++;
    }
    return start < text.length && text[start] == '<'
        ? Optional.of(
            "Cannot use the answer because the server answered with an HTML page. Correct the"
                + " address in option 'localModel': the model must answer POST <address>/invocations"
                + " itself.")
        : Optional.empty();
  }
}
