package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.internal.fault.FaultPoint;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Requests that were sent a moment ago and are not written down yet. Used by one thread. */
final class ReceiptBuffer {

  /** What a driver that dies may at most have sent without a trace. */
  private static final int MOST = 256 - SendPace.MOST;

  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Receipts receipts;
  private final Clock clock;
  private final List<Receipt> unwritten = new ArrayList<>();

  ReceiptBuffer(Receipts receipts, Clock clock) {
    this.receipts = receipts;
    this.clock = clock;
  }

  void add(Receipt receipt) {
    unwritten.add(receipt);
  }

  /** Writes when there are many, or the first has waited for a while. */
  void writeWhenDue() {
    boolean waits =
        !unwritten.isEmpty() && clock.instant().isAfter(unwritten.get(0).sent().plus(LONGEST));
    if (waits || unwritten.size() >= MOST) {
      write();
    }
  }

  void write() {
    if (!unwritten.isEmpty()) {
      FaultPoint.REQUESTS_SENT.reached();
      receipts.write(unwritten);
      unwritten.clear();
      FaultPoint.REQUESTS_WRITTEN.reached();
    }
  }
}
