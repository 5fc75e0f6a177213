package dev.batchtransform.spark.internal.executor.async;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a wave cannot go on, with what to do; the first reason counts. Used by one thread. */
final class Trouble {
  private @Nullable String why;

  void set(String reason) {
    if (why == null) {
      why = reason;
    }
  }

  boolean isSet() {
    return why != null;
  }

  Optional<String> why() {
    return Optional.ofNullable(why);
  }
}
