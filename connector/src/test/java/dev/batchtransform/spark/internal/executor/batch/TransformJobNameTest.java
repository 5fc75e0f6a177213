package dev.batchtransform.spark.internal.executor.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.hadoop.fs.Path;

class TransformJobNameTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static Wave wave(String runId, int index) {
    return wave(runId, index, Instant.EPOCH);
  }

  private static Wave wave(String runId, int index, Instant runCreated) {
    RunLayout layout = RunLayout.of(new Path("s3a://bucket/scoring"), "2026-11-22", "any");
    return new Wave(runId, runCreated, index, layout, List.of(), OptionalInt.empty(), false);
  }

  private static ObjectNode request(Map<String, String> fields) {
    ObjectNode request = MAPPER.createObjectNode();
    fields.forEach(request::put);
    return request;
  }

  @Property(tries = 300)
  void everyNameIsOneThatSageMakerTakes(
      @ForAll String runId, @ForAll @IntRange(min = 0) int wave, @ForAll int content) {
    assertThat(TransformJobName.of(wave(runId, wave), request(Map.of("a", "" + content))))
        .matches("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
        .hasSizeLessThanOrEqualTo(63);
  }

  @Property(tries = 300)
  void theSameRequestHasTheSameNameInWhateverOrderItsFieldsStand(
      @ForAll @Size(max = 6) Map<String, String> fields, @ForAll Random random) {
    List<String> order = new ArrayList<>(fields.keySet());
    Collections.shuffle(order, random);
    ObjectNode shuffled = MAPPER.createObjectNode();
    order.forEach(name -> shuffled.put(name, fields.get(name)));

    assertThat(TransformJobName.of(wave("run", 0), shuffled))
        .isEqualTo(TransformJobName.of(wave("run", 0), request(fields)));
  }

  @Property(tries = 300)
  void anotherRunWaveOrRequestHasAnotherName(
      @ForAll("runIds") String runId, @ForAll @IntRange(min = 0, max = 100) int wave) {
    ObjectNode request = request(Map.of("ModelName", "a"));
    String name = TransformJobName.of(wave(runId, wave), request);

    assertThat(TransformJobName.of(wave(runId + ".", wave), request)).isNotEqualTo(name);
    assertThat(TransformJobName.of(wave(runId, wave + 1), request)).isNotEqualTo(name);
    assertThat(TransformJobName.of(wave(runId, wave), request(Map.of("ModelName", "b"))))
        .isNotEqualTo(name);
  }

  @Example
  void aRunThatReplacesOneOfItsNameHasItsOwnJobs() {
    assertThat(TransformJobName.of(wave("nightly", 0, Instant.EPOCH), request(Map.of())))
        .isNotEqualTo(
            TransformJobName.of(
                wave("nightly", 0, Instant.EPOCH.plusMillis(1)), request(Map.of())));
  }

  @Provide
  Arbitrary<String> runIds() {
    return Arbitraries.strings().alpha().numeric().withChars("._-").ofMaxLength(128);
  }

  @Example
  void theNameInTheRequestDoesNotCount() {
    assertThat(
            TransformJobName.of(wave("run", 0), request(Map.of("TransformJobName", "x", "a", "1"))))
        .isEqualTo(TransformJobName.of(wave("run", 0), request(Map.of("a", "1"))));
  }

  @Example
  void aNameShowsTheRunAndTheWave() {
    assertThat(TransformJobName.of(wave("nightly_2026.11.22", 3), request(Map.of())))
        .matches("nightly-2026-11-22-w3-[0-9a-f]{10}");
  }

  @Example
  void aLongRunIdIsCutAndTheDigestStays() {
    String name = TransformJobName.of(wave("r".repeat(128), 12), request(Map.of()));

    assertThat(name).hasSize(63).matches("r+-w12-[0-9a-f]{10}");
  }
}
