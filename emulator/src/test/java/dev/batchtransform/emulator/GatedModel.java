package dev.batchtransform.emulator;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A model that keeps requests waiting that contain "wait", while its gate is closed. */
final class GatedModel implements TestContainer.Model {

  private final TestContainer.Model model;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** Has a permit for each request that waits, or has waited. */
  private volatile Semaphore arrived = new Semaphore(0);

  GatedModel(TestContainer.Model model) {
    this.model = model;
  }

  @Override
  public TestContainer.Answer answer(String body) throws IOException {
    if (body.contains("wait")) {
      arrived.release();
      try {
        gate.await();
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      }
    }
    return model.answer(body);
  }

  void closeGate() {
    gate = new CountDownLatch(1);
    arrived = new Semaphore(0);
  }

  void openGate() {
    gate.countDown();
  }

  /** Waits until this many more requests wait. */
  void awaitArrivals(int requests) throws InterruptedException {
    arrived.acquire(requests);
  }

  /** Whether no request waits beyond those that were awaited. */
  boolean nothingElseArrived() {
    return arrived.availablePermits() == 0;
  }
}
