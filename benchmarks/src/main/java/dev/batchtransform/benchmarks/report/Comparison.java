package dev.batchtransform.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Two ways to do the same work.
 *
 * @param name the work
 * @param rows rows of a round
 * @param megabytes JSON of a round, in units of a million bytes
 * @param ours the connector
 * @param theirs what a user would pick instead
 */
public record Comparison(String name, long rows, double megabytes, Timing ours, Timing theirs) {

  /** Their time divided by ours: above 1, the connector is faster. */
  @JsonProperty
  public double ratio() {
    return theirs.median() / ours.median();
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "  %s: %,d rows, %,.1f MB of JSON per round%n%s%s    theirs / ours = %.2f%n",
        name,
        rows,
        megabytes,
        line("ours", ours),
        line("theirs", theirs),
        ratio());
  }

  private String line(String side, Timing timing) {
    return String.format(
        Locale.ROOT,
        "    %-6s  %-40s %8.3f s %10.1f MB/s %,12.0f rows/s   rounds: %s%n",
        side,
        timing.name(),
        timing.median(),
        megabytes / timing.median(),
        rows / timing.median(),
        timing.seconds().stream()
            .map(seconds -> String.format(Locale.ROOT, "%.3f", seconds))
            .collect(Collectors.joining(" ")));
  }
}
