package dev.batchtransform.emulator.oracle;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How records and answers are read, joined and written where a job processes data. */
enum RecordType {
  JSON("application/jsonlines") {
    @Override
    List<@Nullable Object> values(String text) {
      List<@Nullable Object> values = new ArrayList<>();
      try (JsonParser parser = MAPPER.createParser(text)) {
        while (parser.nextToken() != null) {
          values.add(MAPPER.readValue(parser, Object.class));
        }
      } catch (IOException notJson) {
        throw new NoOutputException();
      }
      return values;
    }

    /** An object gets its answer as a member; everything else is wrapped. */
    @Override
    Object join(@Nullable Object record, @Nullable Object answer) {
      Map<Object, @Nullable Object> joined = new TreeMap<>();
      if (record instanceof Map<?, ?> object) {
        joined.putAll(object);
      } else {
        joined.put("SageMakerInput", record);
      }
      joined.put("SageMakerOutput", answer);
      return joined;
    }

    /** Compact, keys in the order of their characters. */
    @Override
    String write(@Nullable Object value) {
      try {
        return MAPPER.writeValueAsString(value);
      } catch (JsonProcessingException impossible) {
        throw new AssertionError(impossible);
      }
    }
  },

  /** RFC 4180: columns keep their text, quotes included; a line break ends a row wherever it is. */
  CSV("text/csv") {
    @Override
    List<@Nullable Object> values(String text) {
      List<@Nullable Object> rows = new ArrayList<>();
      if (!text.isBlank()) {
        for (String row : text.replaceAll("\n+\\z", "").split("\n", -1)) {
          rows.add(columns(row.replaceAll("\r\\z", "")));
        }
      }
      return rows;
    }

    @Override
    Object value(String record) {
      return columns(record.replaceAll("\r?\n\\z", ""));
    }

    private List<String> columns(String row) {
      if (row.chars().filter(c -> c == '"').count() % 2 != 0) {
        throw new NoOutputException();
      }
      // At a comma that an even number of quotes follows, which is one outside of quotes.
      return Arrays.asList(row.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1));
    }

    @Override
    Object join(@Nullable Object record, @Nullable Object answer) {
      List<@Nullable Object> joined = new ArrayList<>((List<?>) record);
      joined.addAll((List<?>) answer);
      return joined;
    }

    @Override
    String write(@Nullable Object value) {
      return value instanceof List<?> row
          ? row.stream().map(String::valueOf).collect(Collectors.joining(","))
          : String.valueOf(value);
    }
  };

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private final String mimeType;

  RecordType(String mimeType) {
    this.mimeType = mimeType;
  }

  String mimeType() {
    return mimeType;
  }

  /** The values of an answer; throws {@link NoOutputException} when they cannot be read. */
  abstract List<@Nullable Object> values(String text);

  abstract Object join(@Nullable Object record, @Nullable Object answer);

  abstract String write(@Nullable Object value);

  /** The one value of a record. */
  @Nullable Object value(String record) {
    List<@Nullable Object> values = values(record);
    if (values.size() != 1) {
      throw new NoOutputException();
    }
    return values.get(0);
  }
}
