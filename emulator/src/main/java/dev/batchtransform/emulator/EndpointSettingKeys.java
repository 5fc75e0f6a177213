package dev.batchtransform.emulator;

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

  static final List<SettingKey<?>> ALL = List.of(STARTUP_DELAY, MAX_PAYLOAD, INVOCATION_TIMEOUT);

  private EndpointSettingKeys() {}

  static EndpointSettings settings(SettingValues values) {
    return new EndpointSettings(
        values.get(STARTUP_DELAY),
        values.get(SettingKeys.PING_TIMEOUT),
        values.get(SettingKeys.REQUEST_LATENCY),
        values.get(MAX_PAYLOAD),
        values.get(INVOCATION_TIMEOUT));
  }
}
