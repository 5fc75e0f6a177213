package dev.batchtransform.spark.model;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model's answer to one request.
 *
 * @param status an HTTP status; 2xx is success
 * @param body the answer, or the model's message when it refused
 * @param headers what is said about it in HTTP's terms, by lower-case names, such as {@code
 *     content-type}, {@code content-encoding}, {@code retry-after}; empty where nothing needs to be
 *     said
 */
@SuppressWarnings("ArrayRecordComponent") // A body is bytes; answers are never compared.
public record ModelResponse(int status, byte[] body, Map<String, String> headers) {

  /** Names become lower-case. */
  public ModelResponse {
    Map<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    headers = Map.copyOf(lower);
  }

  /** An answer of which nothing needs to be said: UTF-8, not packed. */
  public ModelResponse(int status, byte[] body) {
    this(status, body, Map.of());
  }

  /** An answer with status 200. */
  public static ModelResponse ok(byte[] body) {
    return new ModelResponse(200, body);
  }

  /** Whether the status is 2xx. */
  public boolean succeeded() {
    return status / 100 == 2;
  }

  /** What a header says, by its name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Status and size, never the body. */
  @Override
  public String toString() {
    return "ModelResponse[status=%d, %d bytes]".formatted(status, body.length);
  }
}
