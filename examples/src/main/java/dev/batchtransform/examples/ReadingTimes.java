package dev.batchtransform.examples;

import java.time.Duration;
import java.time.Instant;

/** When a run of an asynchronous endpoint got how far. */
final class ReadingTimes {
  private final Instant start = Instant.now();
  private Instant staged = start;
  private Instant awake = start;
  private Instant answered = start;

  private ReadingTimes() {}

  static ReadingTimes start() {
    return new ReadingTimes();
  }

  void staged() {
    staged = Instant.now();
  }

  void awake() {
    awake = Instant.now();
  }

  void answered() {
    answered = Instant.now();
  }

  /**
   * Prints where the time went.
   *
   * @param concurrency how many documents were read at once
   * @param requests what was sent
   */
  void print(DocumentReport report, int concurrency, long requests) {
    Page.heading("Where the time went");
    line(start, staged, "the documents are staged, and the requests begin");
    line(staged, awake, "the requests wait in the queue for an instance to start");
    line(awake, answered, "%d documents at a time are read".formatted(concurrency));
    Page.text(
        "%,d requests, one per document. The model worked for %.1f s on them, %.1f s on the longest"
            .formatted(requests, report.modelSeconds(), report.longestSeconds()));
  }

  private static void line(Instant from, Instant until, String what) {
    Page.text("%6.1f s  %s".formatted(Duration.between(from, until).toMillis() / 1000.0, what));
  }
}
