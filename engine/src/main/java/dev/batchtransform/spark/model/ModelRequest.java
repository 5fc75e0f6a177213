package dev.batchtransform.spark.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request to a model.
 *
 * @param body the mini-batch; the array belongs to the request and must not be changed
 * @param contentType MIME type of the body; null when the caller named none
 * @param accept MIME type wanted of the answer; null when the caller named none
 * @param timeout how long the answer may take; a model that calls something else should pass it on
 */
@SuppressWarnings("ArrayRecordComponent") // A body is bytes; requests are never compared.
public record ModelRequest(
    byte[] body, @Nullable String contentType, @Nullable String accept, Duration timeout) {

  /** Sizes and types, never the body. */
  @Override
  public String toString() {
    return "ModelRequest[%d bytes, contentType=%s, accept=%s, timeout=%s]"
        .formatted(body.length, contentType, accept, timeout);
  }
}
