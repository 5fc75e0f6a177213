package dev.batchtransform.emulator;

import dev.batchtransform.emulator.job.JobSettings.EmptyObjects;
import dev.batchtransform.engine.time.DurationText;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every setting of the emulator's own, declared once. */
final class SettingKeys {

  static final String PREFIX = "emulator.";

  static final SettingKey<String> HOST =
      key("host", "127.0.0.1", "the address to listen on.", Function.identity());

  static final SettingKey<Optional<URI>> S3_ROOT =
      key(
          "s3Root",
          "",
          "a URI of a Hadoop file system; s3://bucket/key is then <root>/bucket/key. Empty: S3A.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text)));

  static final SettingKey<String> ACCOUNT_ID =
      key(
          "accountId",
          "123456789012",
          "the account in ARNs, 12 digits.",
          text -> matching("\\d{12}", text));

  static final SettingKey<Duration> STARTUP_DELAY =
      key(
          "startupDelay",
          "0s",
          "the time from CreateTransformJob to TransformStartTime, such as 500ms, 2s, 4m.",
          DurationText::parse);

  static final SettingKey<Duration> PING_TIMEOUT =
      key(
          "pingTimeout",
          "30m",
          "how long a container may take until /ping answers 200.",
          DurationText::parse);

  static final SettingKey<Duration> REQUEST_LATENCY =
      key(
          "requestLatency",
          "0s",
          "time added to each request to a container.",
          DurationText::parse);

  static final SettingKey<Duration> RETRY_BACKOFF =
      key(
          "retryBackoff",
          "500ms",
          "the pause before the first retry of a request; it doubles with each.",
          DurationText::parse);

  static final SettingKey<Boolean> VIRTUAL_TIME =
      key(
          "virtualTime",
          "false",
          "whether instances take turns and start-up is not waited for, while jobs report times as"
              + " if the instances had worked at once.",
          SettingKeys::strictBoolean);

  static final SettingKey<EmptyObjects> EMPTY_OBJECTS =
      key(
          "emptyObjects",
          "EMPTY_OUTPUT",
          "what becomes of an object of no bytes: EMPTY_OUTPUT, EMPTY_REQUEST or FAIL.",
          EmptyObjects::valueOf);

  static final SettingKey<Boolean> STOP_DISCARDS_OUTPUTS =
      key(
          "stopDiscardsOutputs",
          "false",
          "whether a stopped job deletes the outputs that it has already stored.",
          SettingKeys::strictBoolean);

  static final SettingKey<String> UNKNOWN_JOB =
      key(
          "unknownJobError",
          "ValidationException",
          "the error for a job that does not exist: ValidationException or ResourceNotFound.",
          text -> matching("ValidationException|ResourceNotFound", text));

  static final SettingKey<String> DUPLICATE_JOB =
      key(
          "duplicateJobError",
          "ResourceInUse",
          "the error for a job name that is taken: ResourceInUse or ValidationException.",
          text -> matching("ResourceInUse|ValidationException", text));

  private static final List<SettingKey<?>> OF_JOBS =
      List.of(
          HOST,
          S3_ROOT,
          ACCOUNT_ID,
          STARTUP_DELAY,
          PING_TIMEOUT,
          REQUEST_LATENCY,
          RETRY_BACKOFF,
          VIRTUAL_TIME,
          EMPTY_OBJECTS,
          STOP_DISCARDS_OUTPUTS,
          UNKNOWN_JOB,
          DUPLICATE_JOB);

  static final List<SettingKey<?>> ALL =
      Stream.concat(OF_JOBS.stream(), EndpointSettingKeys.ALL.stream()).toList();

  private SettingKeys() {}

  /** The setting of this name. */
  static SettingKey<?> named(String name) {
    return ALL.stream()
        .filter(key -> key.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot set '%s' because there is no such setting. Settings: %s"
                        .formatted(
                            name,
                            ALL.stream().map(SettingKey::name).collect(Collectors.joining(", ")))));
  }

  static <T> SettingKey<T> key(
      String name, String defaultText, String doc, Function<String, T> parser) {
    return new SettingKey<>(PREFIX + name, defaultText, doc, parser);
  }

  static boolean strictBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  static long positive(String text) {
    long number = Long.parseLong(text);
    if (number <= 0) {
      throw new IllegalArgumentException("not positive");
    }
    return number;
  }

  private static String matching(String pattern, String text) {
    if (!text.matches(pattern)) {
      throw new IllegalArgumentException("does not match " + pattern);
    }
    return text;
  }
}
