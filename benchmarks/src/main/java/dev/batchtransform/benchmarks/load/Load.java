package dev.batchtransform.benchmarks.load;

import java.util.Locale;

/**
 * What a server has seen of those who call it, so that all of them are measured by the same clock:
 * from the first request's arrival to the last answer. Belongs to one thread.
 */
final class Load {
  private static final double NANOS = 1e9;

  private long requests;
  private int inFlight;
  private int mostInFlight;
  private long first;
  private long last;

  void arrived() {
    if (requests == 0 && inFlight == 0) {
      first = System.nanoTime();
    }
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
  }

  void answered() {
    inFlight--;
    requests++;
    last = System.nanoTime();
  }

  /** What there was since it was last asked, as JSON. */
  String take() {
    String text =
        String.format(
            Locale.ROOT,
            "{\"requests\":%d,\"seconds\":%.6f,\"mostInFlight\":%d}",
            requests,
            (last - first) / NANOS,
            mostInFlight);
    requests = 0;
    mostInFlight = 0;
    return text;
  }
}
