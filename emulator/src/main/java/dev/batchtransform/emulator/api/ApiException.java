package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error as AWS answers it. */
final class ApiException extends RuntimeException {

  /** The code of an answer that is refused because there were too many. */
  static final String THROTTLED = "ThrottlingException";

  private final String code;
  private final int status;
  private final transient ObjectNode more;

  /**
   * @param more further members of the answer
   */
  ApiException(String code, String message, int status, ObjectNode more) {
    super(message);
    this.code = code;
    this.status = status;
    this.more = more;
  }

  ApiException(String code, String message, int status) {
    this(code, message, status, Json.object());
  }

  ApiException(String code, String message) {
    this(code, message, 400);
  }

  static ApiException validation(String message) {
    return new ApiException("ValidationException", message);
  }

  /** The error's name, such as {@code ValidationException}. */
  String code() {
    return code;
  }

  /** The answer's members beside the message. */
  ObjectNode more() {
    return more.deepCopy();
  }

  /** HTTP status. */
  int status() {
    return status;
  }
}
