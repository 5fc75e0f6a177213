package dev.batchtransform.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Rows against seconds of whole runs, both on logarithmic axes, as SVG: a straight line of slope
 * one is a row that costs the same at every size.
 */
public final class GrowthPlot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 84;
  private static final int TOP = 40;
  private static final int BOTTOM = 54;
  private static final double ROOM = 0.15;

  private final List<Point> points;
  private final double leastX;
  private final double mostX;
  private final double leastY;
  private final double mostY;

  /** A run of so many rows that took so many seconds. */
  public record Point(double rows, double seconds) {}

  /**
   * A plot.
   *
   * @param points at least one
   */
  public GrowthPlot(List<Point> points) {
    this.points = List.copyOf(points);
    double[] x = points.stream().mapToDouble(each -> Math.log10(each.rows())).toArray();
    double[] y = points.stream().mapToDouble(each -> Math.log10(each.seconds())).toArray();
    this.leastX = min(x) - ROOM;
    this.mostX = max(x) + ROOM;
    this.leastY = Math.floor(min(y));
    this.mostY = Math.ceil(max(y));
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** The picture. */
  public String svg() {
    StringBuilder svg = new StringBuilder();
    line(
        svg,
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='13'>",
        WIDTH,
        HEIGHT);
    line(svg, "<rect width='%d' height='%d' fill='white'/>", WIDTH, HEIGHT);
    text(svg, WIDTH / 2.0, 22, "middle", "A whole run: seconds as rows grow (both logarithmic)");
    axes(svg);
    Point first = points.get(0);
    Point last = points.get(points.size() - 1);
    double ideal = first.seconds() * last.rows() / first.rows();
    line(
        svg,
        "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='#999' stroke-dasharray='5 4'/>",
        x(first.rows()),
        y(first.seconds()),
        x(last.rows()),
        y(ideal));
    line(
        svg,
        "<polyline fill='none' stroke='#0b6e99' stroke-width='2' points='%s'/>",
        points.stream()
            .map(each -> format("%.1f,%.1f", x(each.rows()), y(each.seconds())))
            .collect(Collectors.joining(" ")));
    for (Point point : points) {
      line(
          svg,
          "<circle cx='%.1f' cy='%.1f' r='4' fill='#0b6e99'/>",
          x(point.rows()),
          y(point.seconds()));
      text(
          svg,
          x(point.rows()) + 8,
          y(point.seconds()) + 18,
          "start",
          format("%,.0f rows/s", point.rows() / point.seconds()));
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (double tick = Math.ceil(leastY); tick <= mostY; tick++) {
      double at = y(Math.pow(10, tick));
      line(
          svg,
          "<line x1='%d' y1='%.1f' x2='%d' y2='%.1f' stroke='#ddd'/>",
          LEFT,
          at,
          WIDTH - RIGHT,
          at);
      text(svg, LEFT - 8, at + 4, "end", format("%,.0f s", Math.pow(10, tick)));
    }
    for (Point point : points) {
      text(svg, x(point.rows()), HEIGHT - BOTTOM + 22, "middle", rows(point.rows()));
    }
    line(
        svg,
        "<path d='M%d %d V%d H%d' fill='none' stroke='#333'/>",
        LEFT,
        TOP,
        HEIGHT - BOTTOM,
        WIDTH - RIGHT);
    text(
        svg,
        WIDTH / 2.0,
        HEIGHT - 10,
        "middle",
        "rows; dashed: each row as fast as in the smallest run");
  }

  private static String rows(double rows) {
    return format(rows % 1e6 == 0 ? "%,.0f million" : "%,.0f", rows % 1e6 == 0 ? rows / 1e6 : rows);
  }

  private double x(double rows) {
    return LEFT + (Math.log10(rows) - leastX) / (mostX - leastX) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double seconds) {
    double share = (Math.log10(seconds) - leastY) / (mostY - leastY);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    line(svg, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, anchor, text);
  }

  private static void line(StringBuilder svg, String format, Object... values) {
    svg.append(format(format, values)).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
