package dev.batchtransform.emulator.api;

import dev.batchtransform.emulator.log.LogEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CloudWatch's filter pattern for lines of text: terms that must all occur, {@code -term} that must
 * not, {@code ?term} of which one must; a term with other characters than letters, digits and
 * underscores stands in double quotes. Patterns for JSON and for columns are refused.
 *
 * @param all terms that must occur
 * @param none terms that must not
 * @param any terms of which one must, if there are any
 */
record FilterPattern(List<String> all, List<String> none, List<String> any)
    implements Predicate<LogEvent> {

  private static final Pattern TERM =
      Pattern.compile("\\s*([-?]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\w+))(?=\\s|$)");

  static FilterPattern parse(String text) {
    FilterPattern pattern =
        new FilterPattern(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    String terms = text.strip();
    Matcher matcher = TERM.matcher(terms);
    int position = 0;
    while (position < terms.length()) {
      if (!matcher.find(position) || matcher.start() != position) {
        throw new ApiException("InvalidParameterException", "Invalid filter pattern");
      }
      String quoted = matcher.group(2);
      String term = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      switch (matcher.group(1)) {
        case "-" -> pattern.none.add(term);
        case "?" -> pattern.any.add(term);
        default -> pattern.all.add(term);
      }
      position = matcher.end();
    }
    return pattern;
  }

  @Override
  public boolean test(LogEvent event) {
    String message = event.message();
    return all.stream().allMatch(message::contains)
        && none.stream().noneMatch(message::contains)
        && (any.isEmpty() || any.stream().anyMatch(message::contains));
  }
}
