package dev.batchtransform.spark.internal.record.value;

import java.io.IOException;

/**
 * A file is no sequence of JSON values. Has no cause, because Jackson's message quotes the file.
 */
public final class NotJsonException extends IOException {

  private static final long serialVersionUID = 1L;

  public NotJsonException() {
    super("Cannot read the answers as JSON values: the file holds something else.");
  }
}
