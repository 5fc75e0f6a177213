package dev.batchtransform.engine.processing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON, as SageMaker writes it after a join: compact, keys sorted at every depth, the last of equal
 * keys wins. A number keeps the text it came with, so that a long id or {@code 1.0} survives; what
 * SageMaker itself does to numbers is not documented.
 */
final class JsonFormat implements RecordFormat {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // The payload's own limit bounds what arrives here.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** A number as it was written. */
  private record NumberText(String text) {}

  @Override
  public @Nullable Object read(byte[] record) throws DataProcessingException {
    List<@Nullable Object> values = values(record, "a record");
    if (values.size() != 1) {
      throw new DataProcessingException(
          "Cannot read a record because it holds "
              + values.size()
              + " JSON values. Put one into it.");
    }
    return values.get(0);
  }

  @Override
  public List<@Nullable Object> readAll(byte[] answer) throws DataProcessingException {
    return values(answer, "the model's answer");
  }

  @Override
  public Object join(@Nullable Object input, @Nullable Object output) {
    Map<String, @Nullable Object> joined = new TreeMap<>();
    if (input instanceof Map<?, ?> object) {
      object.forEach((key, value) -> joined.put((String) key, value));
    } else {
      joined.put("SageMakerInput", input);
    }
    joined.put("SageMakerOutput", output);
    return joined;
  }

  @Override
  public byte[] write(@Nullable Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // A Writer, since Jackson's own UTF-8 escapes what is beyond the basic plane: 12 bytes for 4.
    try (JsonGenerator generator =
        JSON.createGenerator(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
      write(value, generator);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static List<@Nullable Object> values(byte[] json, String what)
      throws DataProcessingException {
    List<@Nullable Object> values = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        values.add(value(parser));
      }
    } catch (JsonProcessingException failure) {
      // Jackson's own message quotes the content.
      throw new DataProcessingException(
          "Cannot read "
              + what
              + " because it is not JSON at byte "
              + failure.getLocation().getByteOffset()
              + ".");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return values;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new NumberText(parser.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IllegalStateException("Unexpected token " + parser.currentToken());
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> object = new TreeMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      object.put(key, value(parser));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value instanceof Map<?, ?> object) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : object.entrySet()) {
        json.writeFieldName((String) entry.getKey());
        write(entry.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof List<?> array) {
      json.writeStartArray();
      for (Object element : array) {
        write(element, json);
      }
      json.writeEndArray();
    } else if (value instanceof NumberText number) {
      json.writeNumber(number.text);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof String text) {
      json.writeString(text);
    } else {
      json.writeNull();
    }
  }
}
