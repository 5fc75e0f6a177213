package dev.batchtransform.spark.internal.executor.auto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorChoiceTest {
  private static final Map<String, String> BOTH =
      Map.of("executor", "auto", "model", "m", "localModel", "http://localhost:8080");

  @ParameterizedTest
  @CsvSource({
    "0, 0, LOCAL",
    "1, 1, LOCAL",
    "10000, 16777216, LOCAL",
    "10001, 16777216, BATCH_TRANSFORM",
    "10000, 16777217, BATCH_TRANSFORM",
    "1000000, 1000000000, BATCH_TRANSFORM",
  })
  void whatIsSmallInRowsAndInBytesStaysLocal(long rows, long bytes, ExecutorKind kind) {
    assertThat(choice(Map.of(), rows, bytes).kind()).isEqualTo(kind);
  }

  @Test
  void theReasonNamesWhatWasPassed() {
    assertThat(choice(Map.of(), 10_001, 5).reason())
        .contains("10,001 rows pass localMaxRows=10000");
    assertThat(choice(Map.of("localMaxBytes", "1k"), 20_000, 2048).reason())
        .contains("20,000 rows pass localMaxRows=10000 and 2,048 bytes pass localMaxBytes=1 KB");
    assertThat(choice(Map.of(), 1, 5).reason())
        .contains("1 row and 5 bytes are within localMaxRows and localMaxBytes");
  }

  @Test
  void withoutALocalModelNothingIsLocal() {
    TransformOptions options = TransformOptions.parse(Map.of("executor", "auto", "model", "m"));

    assertThat(ExecutorChoice.of(options, 1, 1).kind()).isEqualTo(ExecutorKind.BATCH_TRANSFORM);
    assertThat(ExecutorChoice.of(options, 1, 1).reason()).contains("no 'localModel' is given");
    assertThat(ExecutorChoice.candidates(options)).containsExactly(ExecutorKind.BATCH_TRANSFORM);
  }

  @Test
  void whoGivesAnExecutorIsGivenThatOne() {
    Map<String, String> given = new HashMap<>(BOTH);
    given.put("executor", "batch-transform");
    TransformOptions options = TransformOptions.parse(given);

    assertThat(ExecutorChoice.of(options, 1, 1).kind()).isEqualTo(ExecutorKind.BATCH_TRANSFORM);
    assertThat(ExecutorChoice.of(options, 1, 1).reason()).isEmpty();
    assertThat(ExecutorChoice.candidates(TransformOptions.parse(BOTH)))
        .containsExactly(ExecutorKind.LOCAL, ExecutorKind.BATCH_TRANSFORM);
  }

  @Test
  void theTailGoesToALocalModelUnlessJobsAreAskedFor() {
    assertThat(tail(Map.of())).contains(ExecutorKind.LOCAL);
    assertThat(tail(Map.of("tail", "local"))).contains(ExecutorKind.LOCAL);
    assertThat(tail(Map.of("tail", "job"))).isEmpty();
    assertThat(tail(Map.of("onFailure", "retry"))).isEmpty();
    assertThat(tail(Map.of("onFailure", "fail"))).isEmpty();
    TransformOptions jobs = TransformOptions.parse(Map.of("model", "m"));
    assertThat(Tail.of(jobs, ExecutorKind.BATCH_TRANSFORM)).isEmpty();
    assertThat(Tail.of(TransformOptions.parse(BOTH), ExecutorKind.LOCAL)).isEmpty();
  }

  @Test
  void theTailGoesToAnEndpointWhereNothingIsCheaperAndNoneOfItIsDataProcessing() {
    Map<String, String> endpoint = Map.of("model", "m", "endpointName", "e");
    assertThat(tailOf(endpoint, Map.of())).contains(ExecutorKind.ASYNC);
    assertThat(tailOf(endpoint, Map.of("tail", "async"))).contains(ExecutorKind.ASYNC);
    assertThat(tailOf(endpoint, Map.of("tail", "job"))).isEmpty();
    assertThat(tailOf(endpoint, Map.of("localModel", "http://h:1"))).contains(ExecutorKind.LOCAL);
    assertThat(tailOf(endpoint, Map.of("join", "record"))).isEmpty();
    assertThat(Tail.of(TransformOptions.parse(endpoint), ExecutorKind.ASYNC)).isEmpty();
  }

  private static Optional<ExecutorKind> tailOf(Map<String, String> one, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(one);
    all.putAll(more);
    return Tail.of(TransformOptions.parse(all), ExecutorKind.BATCH_TRANSFORM);
  }

  @Test
  void withAnEndpointAndNoModelTheRestIsAsynchronous() {
    TransformOptions options =
        TransformOptions.parse(
            Map.of("executor", "auto", "endpointName", "e", "localModel", "http://h:1"));

    assertThat(ExecutorChoice.of(options, 10_001, 1).kind()).isEqualTo(ExecutorKind.ASYNC);
    assertThat(ExecutorChoice.candidates(options))
        .containsExactly(ExecutorKind.LOCAL, ExecutorKind.ASYNC);
  }

  private static Optional<ExecutorKind> tail(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(BOTH);
    all.putAll(more);
    return Tail.of(TransformOptions.parse(all), ExecutorKind.BATCH_TRANSFORM);
  }

  private static ExecutorChoice choice(Map<String, String> more, long rows, long bytes) {
    Map<String, String> all = new HashMap<>(BOTH);
    all.putAll(more);
    return ExecutorChoice.of(TransformOptions.parse(all), rows, bytes);
  }
}
