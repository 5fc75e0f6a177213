package dev.batchtransform.engine.processing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a {@link JsonPath}. */
final class JsonPathParser {

  private static final int MAX_LENGTH = 63;

  private static final String NAME = "'[^']*'|\"[^\"]*\"";
  private static final Pattern STEP =
      Pattern.compile(
          String.join(
              "|",
              "(?<everything>\\.\\*|\\[\\s*\\*\\s*])",
              "\\.(?<name>[^.\\[\\]*'\"\\s]+)",
              "\\[\\s*(?<names>(?:" + NAME + ")(?:\\s*,\\s*(?:" + NAME + "))*)\\s*]",
              "\\[\\s*(?<indexes>-?\\d{1,9}(?:\\s*,\\s*-?\\d{1,9})*)\\s*]",
              "\\[\\s*(?<first>-?\\d{1,9})?\\s*:\\s*(?<last>-?\\d{1,9})?\\s*]"));
  private static final Pattern QUOTED = Pattern.compile(NAME);
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  private final String text;

  JsonPathParser(String text) {
    this.text = text;
  }

  List<JsonPath.Step> steps() {
    if (text.length() > MAX_LENGTH) {
      throw refused("it has " + text.length() + " characters and may have " + MAX_LENGTH);
    }
    if (!text.startsWith("$")) {
      throw refused("it does not start with $");
    }
    List<JsonPath.Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    int position = 1;
    while (position < text.length()) {
      if (!matcher.find(position) || matcher.start() != position) {
        throw refused("it cannot be read from character " + (position + 1) + " on");
      }
      if (!steps.isEmpty() && steps.get(steps.size() - 1).several()) {
        throw refused("nothing may follow a step that selects several values");
      }
      steps.add(step(matcher));
      position = matcher.end();
    }
    return List.copyOf(steps);
  }

  private static JsonPath.Step step(Matcher matcher) {
    if (matcher.group("everything") != null) {
      return new JsonPath.Everything();
    }
    if (matcher.group("name") != null) {
      return new JsonPath.Names(List.of(matcher.group("name")));
    }
    if (matcher.group("names") != null) {
      return new JsonPath.Names(unquoted(matcher.group("names")));
    }
    if (matcher.group("indexes") != null) {
      return new JsonPath.Indexes(
          COMMA.splitAsStream(matcher.group("indexes")).map(Integer::valueOf).toList());
    }
    return new JsonPath.Slice(number(matcher.group("first")), number(matcher.group("last")));
  }

  private static List<String> unquoted(String names) {
    return QUOTED
        .matcher(names)
        .results()
        .map(name -> names.substring(name.start() + 1, name.end() - 1))
        .toList();
  }

  private static @Nullable Integer number(@Nullable String digits) {
    return digits == null ? null : Integer.valueOf(digits);
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "Cannot use the filter '"
            + text
            + "' because "
            + why
            + ". Write $, $.name, $['a','b'], $[0,-1], $[1:4] or $.* .");
  }
}
