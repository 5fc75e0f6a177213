package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.engine.FailedRequestBytes;
import dev.batchtransform.engine.InvocationException;
import dev.batchtransform.spark.internal.executor.FileFailure;
import java.io.Serializable;
import java.util.List;
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
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes travel well; results are never compared.
record LocalFileResult(
    String name, @Nullable String message, int status, int attempts, byte[] requests, long answered)
    implements Serializable {

  static LocalFileResult done(String name) {
    return new LocalFileResult(name, null, 0, 0, new byte[0], 0);
  }

  static LocalFileResult failed(String name, InvocationException e) {
    return new LocalFileResult(
        name,
        e.getMessage(),
        e.status(),
        e.attempts(),
        FailedRequestBytes.write(e.requests()),
        e.answered());
  }

  static LocalFileResult failed(String name, Exception e) {
    return new LocalFileResult(name, e.toString(), 0, 0, FailedRequestBytes.write(List.of()), 0);
  }

  Optional<FileFailure> failure() {
    return Optional.ofNullable(message)
        .map(
            why ->
                new FileFailure(
                    why,
                    FailedRequestBytes.status(status),
                    attempts,
                    FailedRequestBytes.read(requests),
                    answered));
  }
}
