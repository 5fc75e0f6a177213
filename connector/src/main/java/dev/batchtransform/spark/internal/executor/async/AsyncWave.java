package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.executor.ProgressListener;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.WaveProgress;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveResult.State;
import dev.batchtransform.spark.internal.executor.WaveStanding;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.text.Plural;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wave whose files are requests: as many of them are out as may be, it is written down which they
 * are, and looked for what has become of them until all are decided.
 */
final class AsyncWave implements RunningWave {

  private static final Logger LOG = LoggerFactory.getLogger(AsyncWave.class);

  private final Wave wave;
  private final AsyncLimits limits;
  private final Clock clock;
  private final Receipts receipts;
  private final Receipts receiptsBefore;
  private final Books books;
  private final Adoption adoption;
  private final EndpointWatch endpoint;
  private final Looking looking;
  private final Sending sending;
  private final Trouble trouble = new Trouble();
  private final WaveStanding standing;
  private final Instant since;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /**
   * A wave of which some requests may have been sent.
   *
   * @param threads is not shut down here
   */
  AsyncWave(
      Wave wave,
      Sender sender,
      EndpointWatch endpoint,
      AsyncLimits limits,
      Configuration hadoop,
      ExecutorService threads,
      Clock clock) {
    this.wave = wave;
    this.limits = limits;
    this.clock = clock;
    this.endpoint = endpoint;
    this.receipts = Receipts.of(wave, hadoop);
    this.receiptsBefore = Receipts.before(wave, hadoop);
    Map<String, Receipt> sent = receipts.read();
    this.standing = receipts.areOfStoppedWave() ? WaveStanding.STOPPED : WaveStanding.RUNNING;
    this.since =
        sent.values().stream().map(Receipt::sent).min(Instant::compareTo).orElse(clock.instant());
    this.books = new Books(wave.files(), sent);
    AnswerWatch answers = new AnswerWatch(wave.layout().path(), hadoop, threads);
    this.adoption = new Adoption(answers, limits);
    this.looking = new Looking(wave, answers, books, trouble, limits, clock);
    this.sending =
        new Sending(
            wave,
            sender,
            books,
            new ReceiptBuffer(receipts, clock),
            endpoint,
            trouble,
            limits,
            clock);
  }

  /**
   * Sends what may be out at first, unless the wave was stopped before.
   *
   * @throws WaveRefusedException when nothing could be sent
   */
  void begin() throws InterruptedException {
    if (standing == WaveStanding.STOPPED) {
      return;
    }
    endpoint.look();
    sendTheLostAgain();
    adopt();
    sending.send(this::isAskedToStop);
    if (sending.refusal().isPresent() && books.outstanding() == 0) {
      throw refused(sending.refusal().get().getMessage(), sending.refusal().get());
    }
    if (trouble.isSet() && sending.refusal().isEmpty()) {
      throw refused(trouble.why().orElseThrow(), null);
    }
  }

  private WaveRefusedException refused(@Nullable String why, @Nullable Throwable cause) {
    return new WaveRefusedException("Cannot start wave %d. %s".formatted(wave.index(), why), cause);
  }

  private void adopt() throws InterruptedException {
    List<Receipt> adopted =
        adoption.of(wave, receiptsBefore, books.unsent(), endpoint.created(), clock.instant());
    if (!adopted.isEmpty()) {
      LOG.info(
          "Run {} wave {}: {} of the wave before are not sent again",
          wave.runId(),
          wave.index(),
          Plural.of(adopted.size(), "request"));
      receipts.write(adopted);
      books.adopt(adopted);
    }
  }

  @Override
  public WaveResult await(ProgressListener progress) throws InterruptedException {
    while (true) {
      FaultPoint.WAVE_POLL.reached();
      boolean stops = standing == WaveStanding.STOPPED || isAskedToStop() || trouble.isSet();
      looking.look(!stops);
      if (stops) {
        return ended(progress, stopped());
      }
      looking.giveUpTheLate();
      watchEndpoint();
      sending.send(this::isAskedToStop);
      if (books.areClosed()) {
        return ended(progress, done());
      }
      report(progress, endpoint.isAsleep() ? "Waiting for an instance" : "InProgress");
      if (!trouble.isSet()) {
        Duration pause = limits.pollPace().next(elapsed(), looking.blindLooks());
        boolean unused =
            stopping.await(sending.noLongerThan(pause).toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void watchEndpoint() {
    if (books.areClosed()) {
      return;
    }
    endpoint.look();
    sendTheLostAgain();
    endpoint
        .unable()
        .ifPresent(
            why ->
                trouble.set(
                    "The endpoint does not answer any more: %s No row was given up. Once it is there again, go on with the run: repeat the write or attach to it."
                        .formatted(why)));
  }

  /** What another endpoint of the same name was asked, this one knows nothing of. */
  private void sendTheLostAgain() {
    for (Receipt receipt : books.out()) {
      if (receipt.isOfAnother(endpoint.created())) {
        books.again(receipt, receipt.attempt());
      }
    }
  }

  private boolean isAskedToStop() {
    return stopping.getCount() == 0;
  }

  private WaveResult stopped() {
    receipts.markStopped();
    int out = books.outstanding();
    String also =
        out == 0
            ? ""
            : " %s out and cannot be taken back; what is answered is not sent again."
                .formatted(Plural.of(out, "request") + Plural.choose(out, " is", " are"));
    return result(State.STOPPED, Optional.of(trouble.why().orElse("It was stopped.") + also));
  }

  private WaveResult done() {
    int failed = books.failures().size();
    int vanished = books.filesVanished();
    return failed + vanished == 0
        ? result(State.COMPLETED, Optional.empty())
        : result(State.FAILED, Optional.of(summary(failed, vanished)));
  }

  private String summary(int failed, int vanished) {
    String first =
        wave.files().stream()
            .map(file -> books.failures().get(file.name()))
            .filter(failure -> failure != null)
            .findFirst()
            .map(failure -> " The first failure: " + failure.message())
            .orElse("");
    return "Of %s %d failed, and nothing was heard of %d.%s"
        .formatted(Plural.of(wave.files().size(), "request"), failed, vanished, first);
  }

  private WaveResult result(State state, Optional<String> reason) {
    return new WaveResult(
        state,
        reason,
        Optional.of(since),
        Optional.of(clock.instant()),
        0,
        books.failures(),
        Optional.of(books.answers()));
  }

  private WaveResult ended(ProgressListener progress, WaveResult result) {
    report(
        progress,
        switch (result.state()) {
          case COMPLETED -> "Completed";
          case FAILED -> "Failed";
          case STOPPED -> "Stopped";
        });
    return result;
  }

  private void report(ProgressListener progress, String state) {
    progress.onProgress(
        new WaveProgress(
            books.filesAnswered(),
            wave.files().size(),
            books.recordsAnswered(),
            wave.records(),
            elapsed(),
            state));
  }

  private Duration elapsed() {
    Duration elapsed = Duration.between(since, clock.instant());
    return elapsed.isNegative() ? Duration.ZERO : elapsed;
  }

  @Override
  public WaveStanding standing() {
    return standing;
  }

  @Override
  public Instant since() {
    return since;
  }

  @Override
  public Optional<String> jobName() {
    return Optional.empty();
  }

  /** {@inheritDoc} What is out cannot be taken back; the next wave waits for it. */
  @Override
  public void stop() {
    stopping.countDown();
    try {
      receipts.markStopped();
    } catch (StorageException failure) {
      LOG.warn("Run {}: {}", wave.runId(), failure.getMessage());
    }
  }
}
