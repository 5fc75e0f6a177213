package dev.batchtransform.spark.it.sandbox;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is first asked for. */
final class OnDemand<T> {

  private final Callable<T> maker;
  private @Nullable T value;

  OnDemand(Callable<T> maker) {
    this.maker = maker;
  }

  synchronized T get() {
    if (value == null) {
      value = make();
    }
    return value;
  }

  /** Ends the value if there is one; who asks again gets a new one. */
  synchronized void end(Consumer<T> action) {
    if (value != null) {
      action.accept(value);
      value = null;
    }
  }

  private T make() {
    try {
      return maker.call();
    } catch (Exception failure) {
      throw new IllegalStateException("Cannot start a part of the sandbox", failure);
    }
  }
}
