package dev.batchtransform.spark.internal.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Column names in one text: {@code a, b.c, `with, comma`}, or a JSON array of strings. In backticks
 * a doubled backtick stands for one, as in Spark's identifiers.
 */
final class ColumnList {

  private static final String REQUIREMENT =
      "column names separated by commas, or a JSON array of strings; a name with a comma or a"
          + " backtick is written in backticks, as `a,b`";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ColumnList() {}

  static List<String> parse(String text) {
    List<String> names = text.stripLeading().startsWith("[") ? parseJson(text) : parsePlain(text);
    if (names.isEmpty() || names.contains("")) {
      throw new IllegalArgumentException(REQUIREMENT + "; none may be empty");
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("column names of which none is given twice");
    }
    return List.copyOf(names);
  }

  static String format(List<String> names) {
    return names.stream().map(ColumnList::quoteIfNeeded).collect(Collectors.joining(","));
  }

  private static String quoteIfNeeded(String name) {
    boolean plain =
        name.equals(name.strip())
            && !name.startsWith("[")
            && name.indexOf(',') < 0
            && name.indexOf('`') < 0;
    return plain ? name : "`" + name.replace("`", "``") + "`";
  }

  private static List<String> parseJson(String text) {
    List<String> names = new ArrayList<>();
    for (JsonNode name : readArray(text)) {
      if (!name.isTextual()) {
        throw new IllegalArgumentException(REQUIREMENT);
      }
      names.add(name.textValue());
    }
    return names;
  }

  private static JsonNode readArray(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException failure) {
      // The cause is left out: Jackson's message quotes the text.
      throw new IllegalArgumentException(REQUIREMENT);
    }
  }

  private static List<String> parsePlain(String text) {
    List<String> names = new ArrayList<>();
    int at = 0;
    while (at <= text.length()) {
      int end = endOfName(text, at);
      names.add(unquote(text.substring(at, end).strip()));
      at = end + 1;
    }
    return names;
  }

  /** Position of the next comma outside backticks; the text's length when there is none. */
  private static int endOfName(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '`') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  /** Without its backticks, when it is one name in them; {@code `a`.`b`} stays as it is. */
  private static String unquote(String name) {
    if (name.indexOf('`') < 0) {
      return name;
    }
    if (name.chars().filter(each -> each == '`').count() % 2 != 0) {
      throw new IllegalArgumentException(REQUIREMENT);
    }
    boolean quoted = name.startsWith("`") && name.endsWith("`");
    String inner = quoted ? name.substring(1, name.length() - 1) : name;
    return quoted && inner.replace("``", "").indexOf('`') < 0 ? inner.replace("``", "`") : name;
  }
}
