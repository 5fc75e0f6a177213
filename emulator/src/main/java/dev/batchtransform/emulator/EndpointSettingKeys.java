package dev.batchtransform.emulator;

import dev.batchtransform.emulator.endpoint.AsyncSettings;
import dev.batchtransform.emulator.endpoint.AsyncSettings.FailureFormat;
import dev.batchtransform.emulator.endpoint.EndpointSettings;
import dev.batchtransform.engine.time.DurationText;
import java.time.Duration;
import java.util.List;

/** Every setting of the emulator's endpoints. */
final class EndpointSettingKeys {

  private static final SettingKey<Duration> STARTUP_DELAY =
      SettingKeys.key(
          "endpointStartupDelay",
          "0s",
          "the time from CreateEndpoint or UpdateEndpoint until the instances start.",
          DurationText::parse);

  private static final SettingKey<Long> MAX_PAYLOAD =
      SettingKeys.key(
          "endpointMaxPayloadBytes",
          "6291456",
          "the largest body that InvokeEndpoint takes. A serverless endpoint never takes more than"
              + " 4 MiB.",
          SettingKeys::positive);

  private static final SettingKey<Duration> INVOCATION_TIMEOUT =
      SettingKeys.key(
          "endpointInvocationTimeout",
          "60s",
          "how long a container may take to answer InvokeEndpoint.",
          DurationText::parse);

  private static final SettingKey<Duration> TTL_SECOND =
      SettingKeys.key(
          "asyncTtlSecond",
          "1s",
          "how long a second of RequestTTLSeconds lasts, of which there are 60 at least.",
          DurationText::parse);

  private static final SettingKey<Long> MAX_INPUT =
      SettingKeys.key(
          "asyncMaxInputBytes",
          "1073741824",
          "the largest object that an asynchronous endpoint reads.",
          SettingKeys::positive);

  private static final SettingKey<Boolean> SCALE_TO_ZERO =
      SettingKeys.key(
          "asyncScaleToZero",
          "false",
          "whether asynchronous endpoints begin with no instance, and get theirs once requests"
              + " wait.",
          SettingKeys::strictBoolean);

  private static final SettingKey<Duration> WAKE_UP_DELAY =
      SettingKeys.key(
          "asyncWakeUpDelay",
          "0s",
          "the time from the first request that waits until the instances of an endpoint without"
              + " any start.",
          DurationText::parse);

  private static final SettingKey<Boolean> EXPIRED_LEAVES_FAILURE =
      SettingKeys.key(
          "asyncExpiredLeavesFailure",
          "false",
          "whether a request that expires in the queue leaves a failure object.",
          SettingKeys::strictBoolean);

  private static final SettingKey<FailureFormat> FAILURE_FORMAT =
      SettingKeys.key(
          "asyncFailureFormat",
          "TEXT",
          "what a failure object holds: TEXT, the words of the endpoint's log; JSON, with them as"
              + " failureReason; BODY, the container's answer.",
          FailureFormat::valueOf);

  static final List<SettingKey<?>> ALL =
      List.of(
          STARTUP_DELAY,
          MAX_PAYLOAD,
          INVOCATION_TIMEOUT,
          TTL_SECOND,
          MAX_INPUT,
          SCALE_TO_ZERO,
          WAKE_UP_DELAY,
          EXPIRED_LEAVES_FAILURE,
          FAILURE_FORMAT);

  private EndpointSettingKeys() {}

  static EndpointSettings settings(SettingValues values) {
    return new EndpointSettings(
        values.get(STARTUP_DELAY),
        values.get(SettingKeys.PING_TIMEOUT),
        values.get(SettingKeys.REQUEST_LATENCY),
        values.get(MAX_PAYLOAD),
        values.get(INVOCATION_TIMEOUT),
        new AsyncSettings(
            values.get(TTL_SECOND),
            values.get(MAX_INPUT),
            values.get(SCALE_TO_ZERO),
            values.get(WAKE_UP_DELAY),
            values.get(EXPIRED_LEAVES_FAILURE),
            values.get(FAILURE_FORMAT)));
  }
}
