package dev.batchtransform.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What an engine has seen of its model so far, over all files. A model that has only ever failed is
 * refusing everything, and is not to be sent file after file.
 */
final class ModelStanding {

  /** Failing requests after which a model that never answered is taken to refuse everything. */
  static final int HOPELESS = 20;

  private final AtomicInteger failed = new AtomicInteger();
  private volatile boolean answered;

  /** A request was answered, with an answer that can be used. */
  void answered() {
    answered = true;
  }

  /** A request was sent and failed for good. */
  void failed() {
    if (!answered) {
      failed.incrementAndGet();
    }
  }

  /** Whether many requests failed and none was ever answered. */
  boolean isHopeless() {
    return !answered && failed.get() >= HOPELESS;
  }
}
