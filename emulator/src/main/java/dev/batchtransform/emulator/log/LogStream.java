package dev.batchtransform.emulator.log;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Lines in the order they were written; the oldest are dropped when there are too many. */
public final class LogStream {

  private static final int MOST_EVENTS = 20_000;

  private final String name;
  private final Clock clock;
  private final Deque<LogEvent> events = new ArrayDeque<>();
  private long written;

  LogStream(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
  }

  public String name() {
    return name;
  }

  /** Adds a line. */
  public synchronized void append(String message) {
    events.addLast(new LogEvent(name, written++, clock.instant(), message));
    if (events.size() > MOST_EVENTS) {
      events.removeFirst();
    }
  }

  /** The lines that are kept. */
  public synchronized List<LogEvent> events() {
    return List.copyOf(events);
  }
}
