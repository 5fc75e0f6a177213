package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.engine.FailedRequestBytes;
import dev.batchtransform.engine.InvocationException;
import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.executor.KeptAnswers;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a task tells the driver about its file: numbers, text and bytes alone.
 *
 * @param name the staged file
 * @param message why it has no output; null when it has one
 * @param status HTTP status of the container's last answer to what failed first; 0 when there was
 *     none
 * @param attempts how often the first failing request was sent
 * @param requests the requests that failed, as {@link FailedRequestBytes} writes them
 * @param answered how many leading records have a known fate, as in {@link FileFailure}
 * @param kept answers to all records but those of the requests; null when there are none
 * @param interrupted whether it has no output because the storage or the model could not be used at
 *     all
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes travel well; results are never compared.
record LocalFileResult(
    String name,
    @Nullable String message,
    int status,
    int attempts,
    byte[] requests,
    long answered,
    @Nullable KeptAnswers kept,
    boolean interrupted)
    implements Serializable {

  static LocalFileResult done(String name) {
    return new LocalFileResult(name, null, 0, 0, new byte[0], 0, null, false);
  }

  static LocalFileResult failed(
      String name, InvocationException failure, Optional<KeptAnswers> kept) {
    return new LocalFileResult(
        name,
        failure.getMessage(),
        failure.status(),
        failure.attempts(),
        FailedRequestBytes.write(failure.requests()),
        failure.answered(),
        kept.orElse(null),
        false);
  }

  /** Neither the file nor its records had a part in it. */
  static LocalFileResult interrupted(String name, IOException failure) {
    return new LocalFileResult(name, failure.getMessage(), 0, 0, new byte[0], 0, null, true);
  }

  /** Whether nothing of the file has to be sent again. */
  boolean isDone() {
    return message == null || kept != null;
  }

  /** Why the storage or the model could not be used at all; empty when they could. */
  Optional<String> whyInterrupted() {
    return interrupted ? Optional.of(String.valueOf(message)) : Optional.empty();
  }

  Optional<FileFailure> failure() {
    return Optional.ofNullable(interrupted ? null : message)
        .map(
            why ->
                new FileFailure(
                    why,
                    FailedRequestBytes.status(status),
                    attempts,
                    FailedRequestBytes.read(requests),
                    answered,
                    Optional.ofNullable(kept)));
  }
}
