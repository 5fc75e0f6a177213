package dev.batchtransform.engine.processing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV after RFC 4180, one row per line: a row is the list of its columns. Columns keep their text,
 * quotes included. A column holds no newline, as SageMaker asks; a header is a row like any other.
 */
final class CsvFormat implements RecordFormat {

  @Override
  public Object read(byte[] record) throws DataProcessingException {
    return columns(withoutEndOfLine(text(record)), "a record");
  }

  @Override
  public List<@Nullable Object> readAll(byte[] answer) throws DataProcessingException {
    // split() leaves out the empty lines at the end.
    List<String> lines =
        text(answer).isBlank() ? List.of() : Arrays.asList(text(answer).split("\n"));
    List<@Nullable Object> rows = new ArrayList<>(lines.size());
    for (String line : lines) {
      rows.add(columns(withoutEndOfLine(line), "the model's answer"));
    }
    return rows;
  }

  @Override
  public Object join(@Nullable Object input, @Nullable Object output) {
    List<@Nullable Object> joined = new ArrayList<>((List<?>) input);
    joined.addAll((List<?>) output);
    return joined;
  }

  @Override
  public byte[] write(@Nullable Object value) {
    List<?> columns = value instanceof List<?> row ? row : List.of(String.valueOf(value));
    String line = String.join(",", columns.stream().map(String::valueOf).toList());
    return line.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<String> columns(String line, String what) throws DataProcessingException {
    List<String> columns = new ArrayList<>();
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted; // A doubled quote leaves and enters at once.
      } else if (c == ',' && !quoted) {
        columns.add(line.substring(start, i));
        start = i + 1;
      }
    }
    if (quoted) {
      throw new DataProcessingException(
          "Cannot read "
              + what
              + " because a quote in column "
              + columns.size()
              + " is not closed.");
    }
    columns.add(line.substring(start));
    return columns;
  }

  /** One character a byte, so that text of any encoding built on ASCII comes out as it went in. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String withoutEndOfLine(String line) {
    int end = line.length();
    if (end > 0 && line.charAt(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && line.charAt(end - 1) == '\r') {
      end--;
    }
    return line.substring(0, end);
  }
}
