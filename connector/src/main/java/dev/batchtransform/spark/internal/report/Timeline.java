package dev.batchtransform.spark.internal.report;

import dev.batchtransform.spark.internal.ledger.LedgerWave;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** When the waves of a run waited for instances and when these worked, as bars under each other. */
final class Timeline {
  private static final int WIDTH = 880;
  private static final int LEFT = 80;
  private static final int ROW = 26;

  private final List<LedgerWave> waves;
  private final Instant from;
  private final double millis;

  private Timeline(List<LedgerWave> waves, Instant from, Instant until) {
    this.waves = waves;
    this.from = from;
    this.millis = Math.max(1, Duration.between(from, until).toMillis());
  }

  /**
   * The picture; nothing where no wave has begun.
   *
   * @param now until when a wave is drawn that has not ended
   */
  static String of(List<LedgerWave> all, Instant now) {
    List<LedgerWave> begun = all.stream().filter(wave -> begin(wave).isPresent()).toList();
    if (begun.isEmpty()) {
      return "";
    }
    Instant from = begun.stream().map(Timeline::beginOf).min(Instant::compareTo).orElseThrow();
    Instant until =
        begun.stream().map(wave -> end(wave, now)).max(Instant::compareTo).orElseThrow();
    return new Timeline(begun, from, until).svg(now);
  }

  private static Optional<Instant> begin(LedgerWave wave) {
    return Stream.of(Optional.ofNullable(wave.submitted()), Optional.ofNullable(wave.started()))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  private static Instant beginOf(LedgerWave wave) {
    return begin(wave).orElseThrow();
  }

  private static Instant end(LedgerWave wave, Instant now) {
    Instant ended = wave.ended();
    Instant begin = beginOf(wave);
    return ended == null || ended.isBefore(begin) ? (wave.state() == null ? now : begin) : ended;
  }

  private String svg(Instant now) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"When each wave worked\">%n"
            .formatted(LEFT + WIDTH, waves.size() * ROW + 24));
    for (int row = 0; row < waves.size(); row++) {
      LedgerWave wave = waves.get(row);
      Instant worked = wave.started() == null ? end(wave, now) : wave.started();
      svg.append("<text x=\"0\" y=\"%d\">wave %d</text>%n".formatted(row * ROW + 17, wave.index()));
      bar(svg, row, "waiting", beginOf(wave), worked);
      bar(svg, row, "working", worked, end(wave, now));
    }
    int bottom = waves.size() * ROW + 16;
    svg.append("<text x=\"%d\" y=\"%d\">0</text>%n".formatted(LEFT, bottom));
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
            .formatted(LEFT + WIDTH, bottom, Html.duration(Duration.ofMillis((long) millis))));
    return svg.append("</svg>\n").toString();
  }

  private void bar(StringBuilder svg, int row, String kind, Instant begin, Instant end) {
    double x = LEFT + WIDTH * Duration.between(from, begin).toMillis() / millis;
    double width = WIDTH * Duration.between(begin, end).toMillis() / millis;
    if (width > 0) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"16\"><title>%s %s</title></rect>%n",
              kind,
              x,
              row * ROW + 4,
              Math.max(1, width),
              kind,
              Html.duration(Duration.between(begin, end))));
    }
  }
}
