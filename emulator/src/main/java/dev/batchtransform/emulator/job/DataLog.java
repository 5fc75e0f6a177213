package dev.batchtransform.emulator.job;

import dev.batchtransform.emulator.log.LogStream;
import dev.batchtransform.emulator.storage.S3Location;
import dev.batchtransform.engine.EngineSettings;
import dev.batchtransform.engine.InvocationException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The log in which SageMaker itself says what became of each object, line for line as the service
 * writes it: {@code 2026-11-23T03:00:00.000:[sagemaker logs]: bucket/key: ClientError: 400}.
 */
final class DataLog {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
  private static final long MIB = 1L << 20;

  private final LogStream stream;

  DataLog(LogStream stream) {
    this.stream = stream;
  }

  /** The parameters that are in force, once an instance knows them. */
  void parameters(EngineSettings settings) {
    line(
        "MaxConcurrentTransforms=%d, MaxPayloadInMB=%d, BatchStrategy=%s"
            .formatted(
                settings.maxConcurrentTransforms(),
                settings.maxPayloadBytes() / MIB,
                settings.batchStrategy().name()));
  }

  /** A request of an object failed for good. */
  void failed(S3Location object, InvocationException failure) {
    about(object, heading(failure));
    if (failure.status() >= 300) {
      about(object, "");
      about(object, "Message:");
      failure.containerMessage().orElse("").lines().forEach(words -> about(object, words));
    }
  }

  /** An object failed without a request. */
  void failed(S3Location object, String why) {
    about(object, why);
  }

  private static String heading(InvocationException failure) {
    if (failure.status() == 0 && failure.attempts() > 0) {
      return "Unable to get response from algorithm";
    }
    if (failure.status() >= 400 && failure.status() < 500) {
      return "ClientError: " + failure.status();
    }
    return failure.status() >= 300
        ? "Bad HTTP status received from algorithm: " + failure.status()
        : failure.reason();
  }

  private void about(S3Location object, String words) {
    line(object.display() + ": " + words);
  }

  private void line(String words) {
    stream.append(
        TIME.format(LocalDateTime.now(Clock.systemUTC())) + ":[sagemaker logs]: " + words);
  }
}
