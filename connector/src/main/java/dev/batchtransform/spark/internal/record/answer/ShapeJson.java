package dev.batchtransform.spark.internal.record.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.internal.record.JsonInput;
import dev.batchtransform.spark.internal.record.answer.AnswerShape.Family;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A shape as JSON, as short as can be since it may have thousands of places: {@code n} answers, of
 * which so many have a boolean, a number, a text, an array, an object ({@code b u t a o}), whether
 * numbers have fractions ({@code d}), then the elements ({@code e}) and the fields, each ({@code
 * f}) or together ({@code m}). What is none is left out.
 */
final class ShapeJson {

  private static final ObjectMapper MAPPER = new ObjectMapper(JsonInput.STRICT);
  private static final String ANSWERS = "n";
  private static final String FRACTIONS = "d";
  private static final String TOO_MUCH = "x";
  private static final String ELEMENT = "e";
  private static final String FIELDS = "f";
  private static final String ANY_FIELD = "m";

  private ShapeJson() {}

  static String write(AnswerShape shape) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      write(shape, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  static AnswerShape read(String json) {
    try {
      AnswerShape counted = new AnswerShape();
      counted.add(read(MAPPER.readTree(json)));
      return counted;
    } catch (IOException damaged) {
      throw new UncheckedIOException("Cannot read the shape of the answers in the ledger", damaged);
    }
  }

  private static void write(AnswerShape shape, JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeNumber(ANSWERS, shape.answers(), json);
    for (Family family : Family.values()) {
      writeNumber(key(family), shape.count(family), json);
    }
    writeNumber(FRACTIONS, shape.hasFractions() ? 1 : 0, json);
    writeNumber(TOO_MUCH, shape.isUnbounded() ? 1 : 0, json);
    if (shape.elements().isPresent()) {
      json.writeFieldName(ELEMENT);
      write(shape.elements().get(), json);
    }
    if (shape.fieldsTogether().isPresent()) {
      json.writeFieldName(ANY_FIELD);
      write(shape.fieldsTogether().get(), json);
    }
    if (!shape.fields().isEmpty()) {
      json.writeObjectFieldStart(FIELDS);
      for (Map.Entry<String, AnswerShape> field : new TreeMap<>(shape.fields()).entrySet()) {
        json.writeFieldName(field.getKey());
        write(field.getValue(), json);
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeNumber(String key, long number, JsonGenerator json) throws IOException {
    if (number != 0) {
      json.writeNumberField(key, number);
    }
  }

  private static AnswerShape read(JsonNode json) {
    AnswerShape shape = new AnswerShape();
    shape.sawAnswers(json.path(ANSWERS).asLong());
    for (Family family : Family.values()) {
      shape.saw(family, json.path(key(family)).asLong());
    }
    if (json.has(FRACTIONS)) {
      shape.sawFractions();
    }
    if (json.has(TOO_MUCH)) {
      shape.sawTooMuch();
    }
    if (json.has(ELEMENT)) {
      shape.element().add(read(json.get(ELEMENT)));
    }
    if (json.has(ANY_FIELD)) {
      shape.anyField().add(read(json.get(ANY_FIELD)));
    }
    json.path(FIELDS)
        .fields()
        .forEachRemaining(field -> shape.field(field.getKey()).add(read(field.getValue())));
    return shape;
  }

  private static String key(Family family) {
    return switch (family) {
      case BOOLEAN -> "b";
      case NUMBER -> "u";
      case TEXT -> "t";
      case ARRAY -> "a";
      case OBJECT -> "o";
    };
  }
}
