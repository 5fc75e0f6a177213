package dev.batchtransform.spark.exceptions;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call to AWS failed. The message says what to do. */
public final class AwsCallException extends TransformException {

  /** What went wrong, in terms that a caller can act on. */
  public enum Kind {
    /** A job of this name exists, or existed once. */
    NAME_TAKEN,
    /** A quota of the account is not sufficient, however long one waits. */
    LIMIT_EXCEEDED,
    /** A quota of the account is used up by what runs now. Nothing was done. */
    LIMIT_IN_USE,
    /** The thing named does not exist. */
    NOT_FOUND,
    /** The caller lacks a permission. */
    ACCESS_DENIED,
    /** AWS refused the request itself. */
    INVALID,
    /** Still throttled after several attempts. Nothing was done. */
    THROTTLED,
    /** The answer was lost or the service failed: the call may have been carried out. */
    UNKNOWN_OUTCOME,
    /** No connection could be made. Nothing was done. */
    UNREACHABLE,
    /** No valid credentials were found, or they have expired. */
    NO_CREDENTIALS,
    /** No region was given or found. */
    NO_REGION;

    /** Whether the same call may succeed later. */
    public boolean isTransient() {
      return this == THROTTLED
          || this == UNKNOWN_OUTCOME
          || this == UNREACHABLE
          || this == LIMIT_IN_USE;
    }

    /**
     * For how long the same call is worth repeating. Credentials that could not be refreshed once
     * may be available the next time, but those that nobody renews will not be.
     *
     * @param serviceTimeout for how long the service may be away
     */
    public Duration worthRepeating(Duration serviceTimeout) {
      if (isTransient()) {
        return serviceTimeout;
      }
      boolean shorter = CREDENTIALS_GRACE.compareTo(serviceTimeout) < 0;
      return this == NO_CREDENTIALS
          ? (shorter ? CREDENTIALS_GRACE : serviceTimeout)
          : Duration.ZERO;
    }
  }

  /** Time for credentials that could not be refreshed to come back. */
  private static final Duration CREDENTIALS_GRACE = Duration.ofMinutes(30);

  private final Kind kind;

  public AwsCallException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
