package dev.batchtransform.spark.executor.local;

import dev.batchtransform.spark.executor.FileFailure;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a task tells the driver about its file.
 *
 * @param name the staged file
 * @param message why it has no output; null when it has one
 * @param status HTTP status of the container's last answer; 0 when there was none
 * @param line line of the record that failed; 0 when unknown
 * @param attempts how often the failing request was sent
 */
record LocalFileResult(String name, @Nullable String message, int status, long line, int attempts)
    implements Serializable {

  static LocalFileResult done(String name) {
    return new LocalFileResult(name, null, 0, 0, 0);
  }

  static LocalFileResult failed(String name, InvocationException e) {
    return new LocalFileResult(name, e.getMessage(), e.status(), e.line(), e.attempts());
  }

  static LocalFileResult failed(String name, Exception e) {
    return new LocalFileResult(name, e.toString(), 0, 0, 0);
  }

  Optional<FileFailure> failure() {
    return Optional.ofNullable(message)
        .map(
            why ->
                new FileFailure(
                    why,
                    status > 0 ? OptionalInt.of(status) : OptionalInt.empty(),
                    line > 0 ? OptionalLong.of(line) : OptionalLong.empty(),
                    attempts));
  }
}
