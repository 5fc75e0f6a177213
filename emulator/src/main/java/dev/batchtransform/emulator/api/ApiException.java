package dev.batchtransform.emulator.api;

/** An error as AWS answers it. */
final class ApiException extends RuntimeException {

  private final String code;
  private final int status;

  ApiException(String code, String message, int status) {
    super(message);
    this.code = code;
    this.status = status;
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

  /** HTTP status. */
  int status() {
    return status;
  }
}
