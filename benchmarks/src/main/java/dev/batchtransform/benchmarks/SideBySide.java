package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Timing;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs two sides in alternating rounds. Who goes first alternates too, so that neither always finds
 * the caches as the other left them.
 *
 * @param warmUps rounds that are not counted, until the JVM has compiled both sides
 * @param rounds rounds that are, at least 1
 */
record SideBySide(int warmUps, int rounds) {

  private static final double NANOS = 1e9;

  /**
   * Runs and times them.
   *
   * @param name the work
   * @param rows rows of a round
   * @param bytes JSON of a round
   */
  Comparison compare(String name, long rows, long bytes, Side ours, Side theirs) {
    List<Double> ourSeconds = new ArrayList<>();
    List<Double> theirSeconds = new ArrayList<>();
    for (int round = -warmUps; round < rounds; round++) {
      boolean oursFirst = round % 2 == 0;
      double before = oursFirst ? seconds(ours) : seconds(theirs);
      double after = oursFirst ? seconds(theirs) : seconds(ours);
      if (round >= 0) {
        ourSeconds.add(oursFirst ? before : after);
        theirSeconds.add(oursFirst ? after : before);
      }
    }
    return new Comparison(
        name,
        rows,
        bytes / 1e6,
        new Timing(ours.name(), ourSeconds),
        new Timing(theirs.name(), theirSeconds));
  }

  private static double seconds(Side side) {
    double seconds = side.round().getAsDouble();
    side.tidyUp().run();
    return seconds;
  }

  /** How long {@code work} takes. It does not pay for the garbage of what ran before. */
  static double seconds(Runnable work) {
    System.gc();
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / NANOS;
  }
}
