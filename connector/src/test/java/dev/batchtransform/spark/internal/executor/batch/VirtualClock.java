package dev.batchtransform.spark.internal.executor.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only while someone sleeps. */
final class VirtualClock implements PollClock {

  static final Instant START = Instant.parse("2026-11-22T01:00:00Z");

  private final List<Duration> sleeps = new ArrayList<>();
  private Instant now = START;
  private Instant interruptAt = Instant.MAX;

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void sleep(Duration pause) throws InterruptedException {
    sleeps.add(pause);
    now = now.plus(pause);
    if (!now.isBefore(interruptAt)) {
      throw new InterruptedException("interrupted by the test");
    }
  }

  VirtualClock interruptAfter(Duration elapsed) {
    interruptAt = START.plus(elapsed);
    return this;
  }

  Duration elapsed() {
    return Duration.between(START, now);
  }

  List<Duration> sleeps() {
    return sleeps;
  }
}
