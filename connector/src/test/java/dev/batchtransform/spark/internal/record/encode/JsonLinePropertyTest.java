package dev.batchtransform.spark.internal.record.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.spark.unsafe.types.UTF8String;

/** A line has the bytes that Jackson's generator writes. */
class JsonLinePropertyTest {

  private final LineBuffer line = new LineBuffer();
  private final JsonLine json = new JsonLine(line);
  private final LineBuffer expected = new LineBuffer();
  private final JsonGenerator generator = OneLineJson.generator(expected);

  @Property(tries = 5_000)
  void aTextIsWrittenAsJacksonWritesIt(@ForAll("texts") String text) throws IOException {
    begin();
    json.write(UTF8String.fromString(text));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    OneLineJson.writeString(generator, bytes, 0, bytes.length);
    requireEqual();
  }

  @Property(tries = 2_000)
  void bytesThatAreNotUtf8AreReplaced(@ForAll byte[] bytes) throws IOException {
    begin();
    json.write(UTF8String.fromBytes(bytes));
    // Not byte by byte: of what lies beyond the BMP Jackson escapes some, and means the same.
    assertThat(new ObjectMapper().readTree(text(line)).textValue())
        .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
  }

  @Property(tries = 2_000)
  void wholeNumbersAreWrittenAsJacksonWritesThem(@ForAll @Size(max = 9) List<Long> numbers)
      throws IOException {
    begin();
    json.startArray();
    generator.writeStartArray();
    for (long number : numbers) {
      for (int bits = 0; bits < Long.SIZE; bits++) {
        json.write(number >> bits);
        generator.writeNumber(number >> bits);
      }
    }
    json.endArray();
    generator.writeEndArray();
    requireEqual();
  }

  @Property(tries = 500)
  void powersOfTenAndTheirNeighboursAreWrittenAsJacksonWritesThem(@ForAll boolean negative)
      throws IOException {
    long power = negative ? -1 : 1;
    for (int digits = 1; digits <= 18; digits++) {
      power *= 10;
      for (int beside = -1; beside <= 1; beside++) {
        begin();
        json.write(power + beside);
        generator.writeNumber(power + beside);
        requireEqual();
      }
    }
  }

  @Property(tries = 1_000)
  void decimalsAndBytesAreWrittenAsJacksonWritesThem(
      @ForAll BigInteger unscaled, @ForAll byte[] bytes) throws IOException {
    begin();
    json.startArray();
    generator.writeStartArray();
    for (int scale = -40; scale <= 40; scale += 8) {
      json.write(new BigDecimal(unscaled, scale));
      generator.writeNumber(new BigDecimal(unscaled, scale));
    }
    json.write(bytes);
    generator.writeBinary(bytes);
    json.endArray();
    generator.writeEndArray();
    requireEqual();
  }

  @Property(tries = 500)
  void valuesAndNamesAreSeparatedAsJacksonSeparatesThem(
      @ForAll("texts") String name, @ForAll double number, @ForAll float other, @ForAll boolean is)
      throws IOException {
    begin();
    // Jackson escapes some characters in names that it does not escape in values.
    String known =
        name.codePoints()
            .filter(Character::isBmpCodePoint)
            .filter(each -> !Character.isSurrogate((char) each))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    json.startObject();
    generator.writeStartObject();
    json.name(new OneLineJson.FieldName(known));
    generator.writeFieldName(known);
    json.startArray();
    generator.writeStartArray();
    json.startArray();
    generator.writeStartArray();
    json.endArray();
    generator.writeEndArray();
    json.startObject();
    generator.writeStartObject();
    json.endObject();
    generator.writeEndObject();
    json.write(number);
    generator.writeNumber(number);
    json.write(other);
    generator.writeNumber(other);
    json.write(Double.NEGATIVE_INFINITY);
    generator.writeNumber(Double.NEGATIVE_INFINITY);
    json.write(Float.NaN);
    generator.writeNumber(Float.NaN);
    json.endArray();
    generator.writeEndArray();
    json.name(known);
    generator.writeFieldName(known);
    json.writeNull();
    generator.writeNull();
    json.name("last");
    generator.writeFieldName("last");
    json.write(is);
    generator.writeBoolean(is);
    json.endObject();
    generator.writeEndObject();
    requireEqual();
  }

  private void begin() throws IOException {
    generator.flush();
    line.clear();
    expected.clear();
    json.begin();
  }

  private void requireEqual() throws IOException {
    generator.flush();
    assertThat(text(line)).isEqualTo(text(expected));
    begin();
  }

  private static String text(LineBuffer buffer) {
    return new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.UTF_8);
  }

  /** Plain ones, with one character somewhere that is not, and any at all. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> plain = Arbitraries.strings().ascii().alpha().ofMaxLength(40);
    Arbitrary<String> odd =
        Arbitraries.oneOf(
            Arbitraries.chars().range((char) 0, (char) 0x100).map(String::valueOf),
            Arbitraries.of("\u2028", "\u2029", "\u0085", "\"", "\\", "€", "😀", "漢字"));
    return Arbitraries.oneOf(
        Combinators.combine(plain, odd, plain).as((a, b, c) -> a + b + c),
        plain,
        Arbitraries.strings().all().ofMaxLength(60));
  }
}
