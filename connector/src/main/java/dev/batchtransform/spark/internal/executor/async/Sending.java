package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.async.Books.Ask;
import dev.batchtransform.spark.internal.executor.async.Sender.Outcome;
import dev.batchtransform.spark.internal.executor.async.Sender.Refused;
import dev.batchtransform.spark.internal.executor.async.Sender.Taken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the files of a wave, no more than may be out, as fast as the endpoint takes them. */
final class Sending {

  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

  private final Wave wave;
  private final Sender sender;
  private final Books books;
  private final ReceiptBuffer unwritten;
  private final EndpointWatch endpoint;
  private final Trouble trouble;
  private final SendPace pace;
  private final int maxInFlight;
  private @Nullable AwsCallException refusal;

  Sending(
      Wave wave,
      Sender sender,
      Books books,
      ReceiptBuffer unwritten,
      EndpointWatch endpoint,
      Trouble trouble,
      AsyncLimits limits,
      Clock clock) {
    this.wave = wave;
    this.sender = sender;
    this.books = books;
    this.unwritten = unwritten;
    this.endpoint = endpoint;
    this.trouble = trouble;
    this.pace = new SendPace(limits.sendPauses(), limits.serviceTimeout(), clock);
    this.maxInFlight = limits.maxInFlight();
  }

  /** Sends while there is room and none is refused. */
  void send(BooleanSupplier enough) throws InterruptedException {
    try {
      while (!trouble.isSet() && !enough.getAsBoolean() && hasRoom() && pace.isDue()) {
        List<Ask> asks = books.take(Math.min(maxInFlight - books.outstanding(), pace.size()));
        if (asks.isEmpty()) {
          break;
        }
        List<Outcome> outcomes = sender.send(wave, asks, endpoint.created());
        outcomes.forEach(this::note);
        judge(outcomes);
        unwritten.writeWhenDue();
      }
    } finally {
      unwritten.write();
    }
  }

  /** Why the last requests were not taken; empty when they were. */
  Optional<AwsCallException> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** No longer than until the next requests are due. */
  Duration noLongerThan(Duration pause) {
    Duration untilDue = pace.untilDue();
    boolean waits = books.hasSomethingToSend() && hasRoom() && !untilDue.isZero();
    return waits && untilDue.compareTo(pause) < 0 ? untilDue : pause;
  }

  private boolean hasRoom() {
    return books.outstanding() < maxInFlight;
  }

  private void note(Outcome outcome) {
    if (outcome instanceof Refused refused) {
      books.giveBack(refused.ask());
    } else if (outcome instanceof Taken taken) {
      unwritten.add(taken.receipt());
      books.sent(taken.receipt());
      if (taken.receipt().failure().isEmpty()) {
        trouble.set(
            "Endpoint '%s' leaves no trace of requests that fail, so that the run would wait for them in vain. %s No row was given up."
                .formatted(sender.endpoint(), EndpointRules.FAILURE_PATH));
      }
    }
  }

  private void judge(List<Outcome> outcomes) {
    List<AwsCallException> refusals =
        outcomes.stream()
            .filter(Refused.class::isInstance)
            .map(outcome -> ((Refused) outcome).why())
            .toList();
    if (refusals.isEmpty()) {
      pace.wentWell();
      refusal = null;
      return;
    }
    AwsCallException worst =
        refusals.stream()
            .filter(why -> !why.kind().isTransient())
            .findFirst()
            .orElse(refusals.get(0));
    refusal = worst;
    if (pace.refused(worst, refusals.size() < outcomes.size())) {
      LOG.info(
          "Run {} wave {} sends more slowly, {} at a time: {}",
          wave.runId(),
          wave.index(),
          pace.size(),
          worst.getMessage());
    } else {
      trouble.set(
          "%s No row was given up: go on with the run once that is put right, by the same write or by attaching to it."
              .formatted(worst.getMessage()));
    }
  }
}
