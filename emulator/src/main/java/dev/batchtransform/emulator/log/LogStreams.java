package dev.batchtransform.emulator.log;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The streams of a log group. Safe for many threads. */
public final class LogStreams {

  private final ConcurrentSkipListMap<String, LogStream> streams = new ConcurrentSkipListMap<>();

  /** The stream of this name, made when it is not there. */
  public LogStream open(String name) {
    return streams.computeIfAbsent(name, absent -> new LogStream(absent, Clock.systemUTC()));
  }

  /** The stream of this name. */
  public Optional<LogStream> find(String name) {
    return Optional.ofNullable(streams.get(name));
  }

  /** The streams whose name starts with a prefix, by name. */
  public List<LogStream> startingWith(String prefix) {
    return streams.tailMap(prefix).values().stream()
        .takeWhile(stream -> stream.name().startsWith(prefix))
        .toList();
  }
}
