package dev.batchtransform.benchmarks.report;

import java.util.Locale;

/**
 * One number that stands alone.
 *
 * @param name what it says
 * @param value the number
 * @param unit such as {@code rows/s}
 */
public record Figure(String name, double value, String unit) {

  String text() {
    return String.format(Locale.ROOT, "  %-56s %,14.0f %s%n", name, value, unit);
  }
}
