package dev.batchtransform.spark.internal.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;

/** Pieces of a page. */
final class Html {
  private Html() {}

  /**
   * A text as it is read, whatever characters it has. The page is XML as well, so that it can be
   * proven.
   */
  static String text(Object text) {
    return StringEscapeUtils.escapeXml11(String.valueOf(text));
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String duration(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? "%d min %d s".formatted(seconds / 60, seconds % 60)
            : "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60);
  }

  static String tile(String name, String value) {
    return "<div class=\"tile\"><b>" + value + "</b><span>" + text(name) + "</span></div>\n";
  }

  /** A table; its cells are markup already. */
  static String table(List<String> heads, List<List<String>> rows) {
    return "<table><thead>"
        + row("th", heads.stream().map(Html::text).toList())
        + "</thead><tbody>"
        + rows.stream().map(cells -> row("td", cells)).collect(Collectors.joining())
        + "</tbody></table>\n";
  }

  private static String row(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<" + tag + ">" + cell + "</" + tag + ">")
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }
}
