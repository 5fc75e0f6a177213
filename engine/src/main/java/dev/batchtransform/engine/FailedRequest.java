package dev.batchtransform.engine;

import java.util.OptionalInt;

/**
 * One request of a file that failed for good, and thereby the records it held.
 *
 * @param line line in the input of its first record; 1 is the first
 * @param records records it held, at least 1: the lines from {@code line} to {@code line + records
 *     - 1} and no others
 * @param kind what happened to it
 * @param status HTTP status of its last answer; empty when it had none
 * @param message what happened in words, the container's own where it had any; at most about 1 KiB,
 *     without any record's content
 * @param attempts how often it was sent; 0 when it could not be
 */
public record FailedRequest(
    long line, long records, Kind kind, OptionalInt status, String message, int attempts) {

  /** Checks that it holds a record. */
  public FailedRequest {
    if (line < 1 || records < 1) {
      throw new IllegalArgumentException(
          "A request holds at least one record, and lines count from 1: line %d, %d records"
              .formatted(line, records));
    }
  }

  /** Line of its last record. */
  public long lastLine() {
    return line + records - 1;
  }

  /** What can happen to a request. */
  public enum Kind {
    /** The container answered with a status that is no success; the message is its own. */
    REFUSED,
    /** No answer came in time, or the connection failed: nothing is known of its records. */
    UNANSWERED,
    /** A record could not be prepared, or an answer came that cannot be used. */
    UNUSABLE,
    /** The container answered 413, or the record is larger than a request may be. */
    TOO_LARGE,
    /** An answer came whose answers are not as many as the request's records. */
    MISALIGNED
  }
}
