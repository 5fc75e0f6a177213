package dev.batchtransform.engine;

import dev.batchtransform.engine.FailedRequest.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Failed requests as bytes, which travel from a task to the driver whatever serializer Spark is set
 * to. Equal texts are written once, so that ten thousand refusals with the same words are as many
 * times a few bytes.
 */
public final class FailedRequestBytes {

  private FailedRequestBytes() {}

  public static byte[] write(List<FailedRequest> requests) {
    List<String> texts =
        requests.stream()
            .flatMap(request -> Stream.of(request.kind().name(), request.message()))
            .distinct()
            .toList();
    Map<String, Integer> places = new HashMap<>();
    texts.forEach(text -> places.put(text, places.size()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writeNumber(out, texts.size());
      for (String text : texts) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        writeNumber(out, encoded.length);
        out.write(encoded);
      }
      writeNumber(out, requests.size());
      for (FailedRequest request : requests) {
        writeNumber(out, request.line());
        writeNumber(out, request.records());
        writeNumber(out, place(places, request.kind().name()));
        writeNumber(out, request.status().orElse(0));
        writeNumber(out, place(places, request.message()));
        writeNumber(out, request.attempts());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static int place(Map<String, Integer> places, String text) {
    return Objects.requireNonNull(places.get(text), "Every text has its place");
  }

  public static List<FailedRequest> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      String[] texts = new String[(int) readNumber(in)];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = new String(in.readNBytes((int) readNumber(in)), StandardCharsets.UTF_8);
      }
      int count = (int) readNumber(in);
      List<FailedRequest> requests = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        requests.add(readRequest(in, texts));
      }
      return requests;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static FailedRequest readRequest(DataInputStream in, String[] texts) throws IOException {
    long line = readNumber(in);
    long records = readNumber(in);
    Kind kind = Kind.valueOf(texts[(int) readNumber(in)]);
    int status = (int) readNumber(in);
    String message = texts[(int) readNumber(in)];
    int attempts = (int) readNumber(in);
    return new FailedRequest(line, records, kind, status(status), message, attempts);
  }

  /** 0 stands for no status. */
  public static OptionalInt status(int status) {
    return status > 0 ? OptionalInt.of(status) : OptionalInt.empty();
  }

  /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
  private static void writeNumber(DataOutputStream out, long number) throws IOException {
    long rest = number;
    while (rest > 0x7F) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readNumber(DataInputStream in) throws IOException {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.readUnsignedByte();
      number |= (long) (next & 0x7F) << shift;
      if (next <= 0x7F) {
        return number;
      }
    }
  }
}
