package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.model.BatchStrategy;
import dev.batchtransform.spark.model.ExecutionParameters;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSettingsTest {

  private static final EngineSettings DEFAULTS = EngineSettings.builder().build();

  @Test
  void theDefaultsAreSageMakers() {
    assertThat(DEFAULTS.batchStrategy()).isEqualTo(BatchStrategy.MULTI_RECORD);
    assertThat(DEFAULTS.maxPayloadBytes()).isEqualTo(6 * 1024 * 1024);
    assertThat(DEFAULTS.maxConcurrentTransforms()).isEqualTo(1);
    assertThat(DEFAULTS.invocationTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(DEFAULTS.maxRetries()).isEqualTo(3);
  }

  @Test
  void theRequestWinsOverTheContainerAndTheContainerOverTheDefaults() {
    ExecutionParameters container =
        parse("{'MaxConcurrentTransforms':8,'BatchStrategy':'SINGLE_RECORD'}");
    ExecutionParameters request =
        new ExecutionParameters(OptionalInt.of(2), Optional.empty(), OptionalInt.empty());

    EngineSettings resolved = EngineSettings.resolve(DEFAULTS, request, container);

    assertThat(resolved.maxConcurrentTransforms()).isEqualTo(2);
    assertThat(resolved.batchStrategy()).isEqualTo(BatchStrategy.SINGLE_RECORD);
    assertThat(resolved.maxPayloadBytes()).isEqualTo(6 * 1024 * 1024);
  }

  @Test
  void aPayloadOfZeroMeansNoLimit() {
    EngineSettings resolved =
        EngineSettings.resolve(
            DEFAULTS, parse("{'MaxPayloadInMB':0}"), parse("{'MaxPayloadInMB':20}"));

    assertThat(resolved.maxPayloadBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MULTI_RECORD", "MultiRecord", "multirecord"})
  void bothSpellingsOfTheStrategyAreRead(String strategy) {
    assertThat(parse("{'BatchStrategy':'" + strategy + "'}").batchStrategy())
        .contains(BatchStrategy.MULTI_RECORD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "null",
        "7",
        "{",
        "{'MaxConcurrentTransforms':0,'BatchStrategy':'ALL','MaxPayloadInMB':-1}",
        "{'MaxConcurrentTransforms':{},'BatchStrategy':null,'MaxPayloadInMB':'six'}"
      })
  void oddParametersCountAsNotSaid(String json) {
    assertThat(parse(json)).isEqualTo(ExecutionParameters.NONE);
  }

  @Test
  void whatIsOutOfBoundsIsRefusedByName() {
    assertThatThrownBy(() -> EngineSettings.builder().maxConcurrentTransforms(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxConcurrentTransforms 0");
    assertThatThrownBy(() -> EngineSettings.builder().maxRetries(4).build())
        .hasMessageContaining("maxRetries 4");
    assertThatThrownBy(() -> EngineSettings.builder().maxPayloadBytes(-1).build())
        .hasMessageContaining("maxPayloadBytes -1");
    assertThatThrownBy(() -> EngineSettings.builder().invocationTimeout(Duration.ZERO).build())
        .hasMessageContaining("invocationTimeout");
    assertThatThrownBy(() -> EngineSettings.builder().outputFilter("$..x").build())
        .hasMessageContaining("'$..x'");
  }

  private static ExecutionParameters parse(String json) {
    return ExecutionParameters.parse(json.replace('\'', '"').getBytes(UTF_8));
  }
}
