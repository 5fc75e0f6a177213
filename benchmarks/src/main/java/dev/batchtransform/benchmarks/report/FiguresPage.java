package dev.batchtransform.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes what was measured into a page, between two markers; the words around them are somebody's.
 *
 * @param results as {@link ResultsFile} has written them
 * @param page the page
 * @param plot where the picture of growing runs goes, beside the page
 */
public record FiguresPage(Path results, Path page, Path plot) {
  private static final String BEGIN = "<!-- measured: begin -->\n";
  private static final String END = "<!-- measured: end -->\n";
  private static final Pattern GROWTH = Pattern.compile("([\\d,]+) rows, whole run");

  /** Those of the project that lies in {@code root}. */
  public static FiguresPage in(Path root) {
    return new FiguresPage(
        root.resolve("benchmarks/results.json"),
        root.resolve("docs/performance.md"),
        root.resolve("docs/images/growth.svg"));
  }

  /** Writes page and picture. */
  public void write() throws IOException {
    List<GrowthPlot.Point> points = growth();
    if (!points.isEmpty()) {
      Files.writeString(plot, new GrowthPlot(points).svg());
    }
    Files.writeString(page, expected());
  }

  /** The page as it should be. */
  public String expected() throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("Cannot write into " + page + ": it has no markers " + BEGIN + END);
    }
    return text.substring(0, begin + BEGIN.length()) + tables() + text.substring(end);
  }

  private JsonNode read() throws IOException {
    return new ObjectMapper().readTree(results.toFile());
  }

  private String tables() throws IOException {
    StringBuilder all = new StringBuilder();
    var fields = read().fields();
    while (fields.hasNext()) {
      var field = fields.next();
      all.append('\n').append(section(field.getKey(), field.getValue()));
    }
    return all.append('\n').toString();
  }

  private String section(String name, JsonNode result) {
    StringBuilder text = new StringBuilder();
    JsonNode machine = result.path("machine");
    text.append("### `").append(name).append("`\n\n");
    text.append(
        format(
            "%s, %s, %d cores, %.0f GiB, load %.1f when it began; Java %s, Spark %s.%n",
            result.path("finished").asText().substring(0, 10),
            machine.path("processor").asText(),
            machine.path("cores").asInt(),
            machine.path("memoryGib").asDouble(),
            machine.path("load").asDouble(),
            machine.path("java").asText().replaceAll(".*VM ", ""),
            machine.path("spark").asText()));
    if (!result.path("comparisons").isEmpty()) {
      text.append(
          "\n| What | Rows | Ours | Theirs | Theirs / ours |\n| --- | --- | --- | --- | --- |\n");
      result.path("comparisons").forEach(each -> text.append(comparison(each)));
    }
    if (!result.path("figures").isEmpty()) {
      text.append("\n| What | |\n| --- | --- |\n");
      result.path("figures").forEach(each -> text.append(figure(each)));
    }
    text.append('\n');
    result.path("notes").forEach(note -> text.append(note(note.asText())));
    if (name.equals("growth")) {
      text.append("\n![Seconds of a whole run as rows grow](")
          .append("images/")
          .append(plot.getFileName())
          .append(")\n");
    }
    return text.toString();
  }

  private static String comparison(JsonNode each) {
    return format(
        "| %s | %,d | %.3f s, %s | %.3f s, %s | **%.2f** |%n",
        each.path("name").asText(),
        each.path("rows").asLong(),
        each.at("/ours/median").asDouble(),
        each.at("/ours/name").asText(),
        each.at("/theirs/median").asDouble(),
        each.at("/theirs/name").asText(),
        each.path("ratio").asDouble());
  }

  private static String figure(JsonNode each) {
    return format(
        "| %s | %,.0f %s |%n",
        each.path("name").asText(), each.path("value").asDouble(), each.path("unit").asText());
  }

  /** What has lines of its own is a table for a terminal. */
  private static String note(String note) {
    return note.contains("\n")
        ? "\n```text\n" + note.stripTrailing().replaceFirst("^\\R", "") + "\n```\n"
        : "- " + note + "\n";
  }

  private List<GrowthPlot.Point> growth() throws IOException {
    List<GrowthPlot.Point> points = new ArrayList<>();
    for (JsonNode figure : read().at("/growth/figures")) {
      Matcher rows = GROWTH.matcher(figure.path("name").asText());
      if (rows.matches()) {
        double count = Double.parseDouble(rows.group(1).replace(",", ""));
        points.add(new GrowthPlot.Point(count, count / figure.path("value").asDouble()));
      }
    }
    return points;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
