package dev.batchtransform.spark.internal.aws;

import java.util.ArrayDeque;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** What to close, last opened first. */
final class Closing implements AutoCloseable {
  private final ArrayDeque<SdkAutoCloseable> open = new ArrayDeque<>();

  <T> T add(T resource) {
    if (resource instanceof SdkAutoCloseable closeable) {
      open.push(closeable);
    }
    return resource;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
