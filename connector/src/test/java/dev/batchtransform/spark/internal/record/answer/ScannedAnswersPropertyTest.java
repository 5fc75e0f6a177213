package dev.batchtransform.spark.internal.record.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.record.json.ByteWindow;
import dev.batchtransform.spark.internal.record.json.ScannedTokens;
import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.NotJsonException;
import dev.batchtransform.spark.internal.record.value.PredictionSchema;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import dev.batchtransform.spark.internal.record.value.ValueReaders;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Whatever the bytes are, scanned answers are those that Jackson reads, at the same lines, with the
 * same problems.
 */
class ScannedAnswersPropertyTest {

  private static final String[] SCALARS = {
    "0",
    "-0",
    "1",
    "-1.5",
    "0.1",
    "1e-45",
    "-0.0",
    "1E400",
    "1e-400",
    "3.4028236e38",
    "0.30000001",
    "1.17549429e-38",
    "123456789012345678",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "16777217",
    "9007199791611905",
    "1234567890123456789012345",
    "01",
    "1.",
    ".5",
    "-",
    "+1",
    "1e",
    "1e5",
    "1e+05",
    "2.5e-7",
    "0e0",
    "1e00000001",
    "1e99999999999",
    "0.1234567890123456789",
    "16777217.000000001",
    "4.9406564584124654e-324",
    "0x1",
    "1_000",
    "NaN",
    "-Infinity",
    "Infinity",
    "INF",
    "true",
    "false",
    "null",
    "nul",
    "truex",
    "\"\"",
    "\"a\"",
    "\"NaN\"",
    "\"Infinity\"",
    "\"a\\n\\u0041\\\"\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"\\x\"",
    "\"\\u12G4\"",
    "\"\u00e9\u4e2d\ud83d\ude00\"",
    "\"tab\there\"",
    "\"open",
    "\"AAEC\"",
    "\"12.5\"",
    "\"2026-01-02\"",
    "/* */1",
    "'a'",
    "\u00a0",
    "\ufeff",
    "\"row\"",
    "\"1,5\""
  };
  private static final String[] BLANKS = {
    "", "", "", "", " ", "\n", "\r\n", "\t", "\r", "\n\n", "  "
  };
  private static final String[] NAMES = {"\"a\"", "\"b\"", "\"\\u0061\"", "\"\u00e9\"", "\"row\""};
  private static final String[] TYPES = {
    "array<float>",
    "array<double>",
    "float",
    "double",
    "string",
    "a DOUBLE, b ARRAY<FLOAT>",
    "a STRING, b MAP<STRING,DOUBLE>",
    "map<string,string>",
    "bigint",
    "int",
    "decimal(10,2)",
    "boolean",
    "binary",
    "array<array<float>>",
    "array<bigint>",
    "date",
    "timestamp",
    "array<string>"
  };

  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  void aFileOfValuesReadsAsJacksonReadsIt(
      @ForAll("files") byte[] file, @ForAll("types") String type, @ForAll("windows") int window)
      throws IOException {
    assertThat(scanned(file, type, window)).isEqualTo(readByJackson(file, type));
  }

  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  void aLineReadsAsJacksonReadsIt(@ForAll("files") byte[] line, @ForAll("types") String type)
      throws IOException {
    byte[] oneLine =
        new String(line, StandardCharsets.ISO_8859_1)
            .replace('\n', ' ')
            .replace('\r', ' ')
            .strip()
            .getBytes(StandardCharsets.ISO_8859_1);
    String byScan;
    try (LineFrames frames = LineFrames.withoutBlanks(new ByteArrayInputStream(oneLine))) {
      byScan = frames.next() ? attempt(type, frames::read) : "none";
    }
    Lines same = new Lines(new ByteArrayInputStream(oneLine));
    String byJackson = "none";
    if (same.next() && !same.isBlank()) {
      byte[] bytes =
          java.util.Arrays.copyOfRange(same.buffer(), same.start(), same.start() + same.length());
      byJackson = attempt(type, reader -> JacksonFrames.readLine(bytes, reader));
    }
    assertThat(byScan).isEqualTo(byJackson);
  }

  private static List<String> scanned(byte[] file, String type, int window) throws IOException {
    List<String> seen = new ArrayList<>();
    try (ValueFrames frames =
        new ValueFrames(
            new ByteWindow(new ByteArrayInputStream(file), window, 4 * window),
            ScannedTokens.ofValues())) {
      while (frames.next()) {
        seen.add("line " + frames.line());
        seen.add(attempt(type, frames::read));
        seen.add("to line " + frames.lastLine());
      }
      seen.add("lines " + frames.lines());
    } catch (NotJsonException failure) {
      return notJson(seen);
    }
    return seen;
  }

  private static List<String> readByJackson(byte[] file, String type) throws IOException {
    JacksonFrames frames = new JacksonFrames(new ByteArrayInputStream(file));
    List<String> seen = new ArrayList<>();
    try {
      while (frames.next()) {
        seen.add("line " + frames.line());
        seen.add(attempt(type, frames::read));
        seen.add("to line " + frames.lastLine());
      }
      seen.add("lines " + frames.lines());
    } catch (NotJsonException failure) {
      return notJson(seen);
    }
    return seen;
  }

  /** What was whole before; whether a damaged answer was begun depends on who looks ahead. */
  private static List<String> notJson(List<String> seen) {
    int whole = seen.size() - seen.size() % 3;
    List<String> kept = new ArrayList<>(seen.subList(0, whole));
    kept.add("not JSON");
    return kept;
  }

  private interface Reading {
    @Nullable Object read(ValueReader reader) throws IOException, MismatchException;
  }

  private static String attempt(String ddl, Reading reading) throws IOException {
    try {
      if (ddl.isEmpty()) {
        return ((AnswerShape) reading.read(ShapeReader::read)).toJson();
      }
      DataType type = PredictionSchema.fromDdl(ddl);
      Object value = reading.read(ValueReaders.ofAnswer(type));
      return HexFormat.of()
          .formatHex(
              UnsafeProjection.create(new DataType[] {type})
                  .apply(new GenericInternalRow(new Object[] {value}))
                  .getBytes());
    } catch (MismatchException failure) {
      return String.valueOf(failure.getMessage());
    }
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(1, Arbitraries.just("")),
        net.jqwik.api.Tuple.of(3, Arbitraries.of(TYPES)));
  }

  @Provide
  Arbitrary<Integer> windows() {
    return Arbitraries.of(1, 2, 7, 16, 64, 1 << 10);
  }

  @Provide
  Arbitrary<byte[]> files() {
    return Arbitraries.randomValue(
        random -> {
          StringBuilder text = new StringBuilder();
          boolean wild = random.nextInt(3) == 0;
          int values = random.nextInt(6);
          for (int each = 0; each < values; each++) {
            text.append(BLANKS[random.nextInt(BLANKS.length)]);
            value(text, random, 0, wild);
            text.append(
                random.nextInt(6) == 0 ? "" : BLANKS[1 + random.nextInt(BLANKS.length - 1)]);
            text.append(random.nextBoolean() ? "\n" : "");
          }
          byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
          return random.nextInt(4) == 0 ? mutated(bytes, random) : bytes;
        });
  }

  private static void value(StringBuilder to, java.util.Random random, int depth, boolean wild) {
    int kind = depth > 4 ? 0 : random.nextInt(6);
    if (kind < 2) {
      to.append(SCALARS[random.nextInt(wild ? SCALARS.length : 23)]);
    } else if (kind < 4) {
      to.append('[');
      int count = random.nextInt(8);
      boolean numbers = random.nextBoolean();
      for (int each = 0; each < count; each++) {
        to.append(each == 0 ? "" : ",").append(BLANKS[random.nextInt(BLANKS.length)]);
        if (numbers) {
          to.append(number(random));
        } else {
          value(to, random, depth + 1, wild);
        }
        to.append(random.nextInt(4) == 0 ? BLANKS[random.nextInt(BLANKS.length)] : "");
      }
      to.append(']');
    } else {
      to.append('{');
      int count = random.nextInt(4);
      for (int each = 0; each < count; each++) {
        to.append(each == 0 ? "" : ",").append(BLANKS[random.nextInt(BLANKS.length)]);
        to.append(NAMES[random.nextInt(NAMES.length)])
            .append(BLANKS[random.nextInt(BLANKS.length)]);
        to.append(':').append(BLANKS[random.nextInt(BLANKS.length)]);
        value(to, random, depth + 1, wild);
      }
      to.append('}');
    }
  }

  private static String number(java.util.Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Float.toString(Float.intBitsToFloat(random.nextInt())).replace("NaN", "0");
      case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong())).replace("NaN", "0");
      case 2 -> Double.toString(random.nextGaussian());
      case 3 -> Float.toString(random.nextFloat());
      case 4 -> Long.toString(random.nextLong() >> random.nextInt(64));
      default ->
          new java.math.BigDecimal(new java.math.BigInteger(70, random), random.nextInt(60) - 20)
              .toString();
    };
  }

  private static byte[] mutated(byte[] bytes, java.util.Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int changes = 1 + random.nextInt(3);
    byte[] from = bytes;
    for (int each = 0; each < changes; each++) {
      int at = from.length == 0 ? 0 : random.nextInt(from.length);
      out.reset();
      out.write(from, 0, at);
      byte[] some = "[]{},:\"\\ 019.-+eEtfnNI\n\r\t\0".getBytes(StandardCharsets.US_ASCII);
      int kind = random.nextInt(4);
      if (kind == 0) {
        out.write(random.nextInt(256));
      } else if (kind < 3) {
        out.write(some[random.nextInt(some.length)]);
      }
      int rest = Math.min(from.length, kind == 1 ? at : at + 1);
      if (random.nextInt(8) > 0) {
        out.write(from, rest, from.length - rest);
      }
      from = out.toByteArray();
    }
    return from;
  }
}
