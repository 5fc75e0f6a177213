package dev.batchtransform.spark.it.sandbox;

import dev.batchtransform.spark.it.sandbox.S3Request.Operation;

/**
 * Something that goes wrong between a client and {@link FaultyS3}.
 *
 * @param kind what happens
 * @param operation the requests that it strikes
 * @param names text that the request must name, such as a part of a key; empty for any
 * @param count how often it strikes; 0 for ever
 */
public record S3Fault(Kind kind, Operation operation, String names, int count) {

  /** What happens to a request that is struck. */
  public enum Kind {
    /** It is answered with 503 {@code SlowDown}, and not executed. */
    SLOW_DOWN,
    /** It is answered with 403 {@code AccessDenied}, and not executed. */
    DENY,
    /** The connection breaks amid the request, and it is not executed. */
    RESET_REQUEST,
    /** It is executed, and the connection breaks before the answer. */
    LOSE_ANSWER,
    /** The connection breaks amid the answer's body. */
    RESET_ANSWER,
    /** The answer's body lacks its second half, and its length says so. */
    TRUNCATE,
    /** A listing has its first key alone, as if the others had been stored a moment ago. */
    STALE_LISTING,
    /** It waits for {@link FaultyS3#release()}, and is executed then. */
    HOLD
  }

  /** The next {@code count} requests are told to slow down. */
  public static S3Fault slowDown(Operation operation, int count) {
    return new S3Fault(Kind.SLOW_DOWN, operation, "", count);
  }

  /** Every request is refused. */
  public static S3Fault deny(Operation operation) {
    return new S3Fault(Kind.DENY, operation, "", 0);
  }

  /** The next {@code count} uploads of an object, or of a part of one, break. */
  public static S3Fault resetUpload(int count) {
    return new S3Fault(Kind.RESET_REQUEST, Operation.PUT, "", count);
  }

  /** The next {@code count} requests are executed without an answer. */
  public static S3Fault loseAnswer(Operation operation, int count) {
    return new S3Fault(Kind.LOSE_ANSWER, operation, "", count);
  }

  /** The next {@code count} downloads break in the middle. */
  public static S3Fault resetDownload(int count) {
    return new S3Fault(Kind.RESET_ANSWER, Operation.GET, "", count);
  }

  /** The next {@code count} downloads end early without an error. */
  public static S3Fault truncateDownload(int count) {
    return new S3Fault(Kind.TRUNCATE, Operation.GET, "", count);
  }

  /** The next {@code count} listings lag behind what is stored. */
  public static S3Fault staleListing(int count) {
    return new S3Fault(Kind.STALE_LISTING, Operation.LIST, "", count);
  }

  /** The next {@code count} requests are held. */
  public static S3Fault hold(Operation operation, int count) {
    return new S3Fault(Kind.HOLD, operation, "", count);
  }

  /** The same fault of requests alone that name this text. */
  public S3Fault of(String text) {
    return new S3Fault(kind, operation, text, count);
  }

  boolean strikes(S3Request request) {
    return operation == request.operation() && request.names().contains(names);
  }

  /** What is left of this fault after a strike. */
  S3Fault once() {
    return count == 0 ? this : new S3Fault(kind, operation, names, count - 1);
  }

  /** Whether it has struck as often as it should. */
  boolean isSpent() {
    return count == 1;
  }
}
