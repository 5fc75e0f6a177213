package dev.batchtransform.emulator.log;

import java.time.Instant;

/**
 * One line of a log.
 *
 * @param stream the stream it is in
 * @param index its place in the stream, 0 being the first ever written
 * @param time when it was written
 * @param message the line
 */
public record LogEvent(String stream, long index, Instant time, String message) {}
