package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.async.AnswerWatch.Answered;
import dev.batchtransform.spark.internal.executor.async.AnswerWatch.Failed;
import dev.batchtransform.spark.internal.executor.async.AnswerWatch.Found;
import dev.batchtransform.spark.internal.stage.Interrupts;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enters into the books what has become of requests. */
final class Looking {

  private static final Logger LOG = LoggerFactory.getLogger(Looking.class);

  private static final int SERVER_ERROR = 500;
  private static final int TOO_LARGE = 413;

  private final Wave wave;
  private final AnswerWatch answers;
  private final Books books;
  private final Trouble trouble;
  private final AsyncLimits limits;
  private final Clock clock;
  private @Nullable Instant blindSince;
  private int blindLooks;

  Looking(
      Wave wave,
      AnswerWatch answers,
      Books books,
      Trouble trouble,
      AsyncLimits limits,
      Clock clock) {
    this.wave = wave;
    this.answers = answers;
    this.books = books;
    this.trouble = trouble;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Looks for what has become of the requests that are out.
   *
   * @param sendsAgain whether what the container could not answer just now is sent again
   */
  void look(boolean sendsAgain) throws InterruptedException {
    try {
      for (Found found : answers.look(books.out())) {
        decide(found, sendsAgain);
      }
      blindLooks = 0;
      blindSince = null;
    } catch (AccessDeniedException failure) {
      trouble.set(
          "The driver may not read what the endpoint puts into S3: %s. Allow it s3:ListBucket and s3:GetObject on the endpoint's S3OutputPath and S3FailurePath, then go on with the run. No row was given up."
              .formatted(failure.getMessage()));
    } catch (IOException failure) {
      tolerate(failure);
    }
  }

  /** Looks in a row that have shown nothing. */
  int blindLooks() {
    return blindLooks;
  }

  /** Gives up waiting for requests of which nothing was heard for longer than they can take. */
  void giveUpTheLate() {
    for (Receipt receipt : books.out()) {
      if (limits.isLate(receipt, clock.instant())) {
        try {
          answers
              .lookClosely(receipt)
              .ifPresentOrElse(found -> decide(found, false), () -> books.vanished(receipt));
        } catch (IOException failure) {
          tolerate(failure);
          return;
        }
      }
    }
  }

  private void decide(Found found, boolean sendsAgain) {
    Receipt receipt = found.receipt();
    if (found instanceof Answered answered) {
      books.answered(receipt, answered.answers());
    } else if (found instanceof Failed failed && failed.words().tellsOfExpiry()) {
      books.vanished(receipt);
    } else if (found instanceof Failed failed) {
      OptionalInt status = failed.words().status();
      boolean serverError = status.isPresent() && status.getAsInt() >= SERVER_ERROR;
      if (sendsAgain && serverError && receipt.attempt() < limits.retries()) {
        books.again(receipt, receipt.attempt() + 1);
      } else {
        books.failed(receipt, failure(receipt, failed.words()));
      }
    }
  }

  /** A request cannot be made smaller than its file, which is cut instead. */
  private FileFailure failure(Receipt receipt, FailureWords words) {
    boolean isCut = books.file(receipt).records() > 1;
    OptionalInt status = words.status();
    boolean tooLarge = status.isPresent() && status.getAsInt() == TOO_LARGE;
    return new FileFailure(
        words.text(),
        isCut && tooLarge ? OptionalInt.empty() : status,
        receipt.attempt() + 1,
        List.of(),
        0);
  }

  private void tolerate(IOException failure) {
    Interrupts.keep(failure);
    Instant now = clock.instant();
    Instant since = blindSince == null ? now : blindSince;
    blindSince = since;
    blindLooks++;
    LOG.warn(
        "Cannot look for the answers of run {}, trying again later: {}",
        wave.runId(),
        failure.toString());
    if (!now.isBefore(since.plus(limits.serviceTimeout()))) {
      trouble.set(
          "What the endpoint puts into S3 could not be read for longer than the option 'serviceTimeout': %s. No row was given up."
              .formatted(failure.getMessage()));
    }
  }
}
