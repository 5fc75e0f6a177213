package dev.batchtransform.examples.container;

import java.io.IOException;

/** A request that the client must change before it can be answered. */
final class BadRequestException extends IOException {
  private static final long serialVersionUID = 1;

  BadRequestException(String message) {
    super(message);
  }
}
