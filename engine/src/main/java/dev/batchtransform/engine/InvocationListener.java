package dev.batchtransform.engine;

/** Told of every request that ended. Called by several threads at once. */
@FunctionalInterface
public interface InvocationListener {

  /** Listens to nothing. */
  InvocationListener NONE = invocation -> {};

  void onInvocation(Invocation invocation);
}
