package dev.batchtransform.spark.internal.executor.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class InferenceIdTest {

  private static Wave wave(String runId, Instant created, int index) {
    RunLayout layout = RunLayout.of(new Path("s3a://bucket/scoring"), "2026-11-22", "r");
    return new Wave(runId, created, index, layout, List.of(), OptionalInt.empty(), false);
  }

  @Test
  void itIsAFunctionOfRunWaveFileAndAttempt() {
    Wave wave = wave("nightly", Instant.EPOCH, 1);
    String id = InferenceId.of(wave, "part-0", 0);

    assertThat(InferenceId.of(wave, "part-0", 0)).isEqualTo(id).startsWith("nightly-w1-");
    assertThat(
            List.of(
                id,
                InferenceId.of(wave, "part-1", 0),
                InferenceId.of(wave, "part-0", 1),
                InferenceId.of(wave("nightly", Instant.EPOCH, 2), "part-0", 0),
                InferenceId.of(wave("nightly", Instant.EPOCH.plusSeconds(1), 1), "part-0", 0),
                InferenceId.of(wave("nightly2", Instant.EPOCH, 1), "part-0", 0)))
        .doesNotHaveDuplicates();
  }

  @Property(tries = 200)
  void itIsWhatSageMakerTakesAndANameInS3(@ForAll @NotEmpty String runId, @ForAll int wave) {
    assertThat(InferenceId.of(wave(runId, Instant.EPOCH, wave), "f", 0))
        .hasSizeLessThanOrEqualTo(64)
        .matches("[a-zA-Z0-9][a-zA-Z0-9-]*");
  }
}
