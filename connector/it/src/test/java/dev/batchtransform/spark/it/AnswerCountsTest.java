package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A model that gives no answer to some records and two to others: no row ever has an answer that
 * was made from another row's record.
 */
@ExtendWith(SandboxExtension.class)
class AnswerCountsTest {

  private static final int ROWS = 100;

  private final Sandbox sandbox;

  AnswerCountsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void noneForSomeAndTwoOnALineForOthersCostThoseRowsAloneAndNoSecondWave() {
    try (ModelContainer container = noneOrTwo(" ")) {
      Dataset<Row> scored = onSageMaker(container, Map.of());

      assertOwnAnswersAlone(scored);
      assertThat(scored.filter("id % 10 = 0 AND prediction_error.code = 'MISSING'").count())
          .isEqualTo(10);
      assertThat(scored.filter("id % 10 = 9 AND prediction_error.code = 'UNPARSEABLE'").count())
          .isEqualTo(10);
      assertThat(container.requests()).hasSize(ROWS);
    }
  }

  @Test
  void noneForSomeAndTwoLinesForOthersGiveNoRowAnotherRowsAnswer() {
    try (ModelContainer container = noneOrTwo("\n")) {
      assertOwnAnswersAlone(onSageMaker(container, Map.of()));
    }
  }

  @Test
  void theLocalExecutorGivesNoRowAnotherRowsAnswer() {
    for (String between : new String[] {" ", "\n"}) {
      try (ModelContainer container = noneOrTwo(between)) {
        assertOwnAnswersAlone(
            score(
                Map.of(
                    "executor", "local",
                    "localModel", container.endpoint().toString(),
                    "stagingPath", sandbox.stagingPath())));
      }
    }
  }

  @Test
  void aKeyTellsWhoseAnAnswerIsWhereRequestsHoldSeveralRecords() {
    try (ModelContainer container = noneOrTwo("\n", 20)) {
      assertOwnAnswersAlone(
          onSageMaker(container, Map.of("batchStrategy", "MultiRecord", "answerKey", "id")), 20);
    }
  }

  @Test
  void aKeyThatTheModelDoesNotGiveBackIsSaid() {
    try (ModelContainer container = Models.tripling()) {
      assertThatThrownBy(
              () -> onSageMaker(container, Map.of("answerKey", "id", "maxAttempts", "1")))
          .hasMessageContaining("a different 'id'")
          .hasMessageContaining("'answerKey'");
    }
  }

  @Test
  void rowsWithoutAnAnswerAreSentAgainAlone() {
    String path = sandbox.stagingPath();
    try (ModelContainer container = noneOrTwo(" ")) {
      String model = sandbox.createModel(container);
      score(with(sandbox.options(model), Map.of("stagingPath", path, "runId", "again")));
      BatchTransform.attach(sandbox.spark(), path, "again").retryDeadLetters().await();
      assertThat(container.requests()).hasSize(ROWS + 20);
    }
  }

  private static void assertOwnAnswersAlone(Dataset<Row> scored) {
    assertOwnAnswersAlone(scored, ROWS);
  }

  /** Of the ids below that every tenth has no answer and every tenth has two. */
  private static void assertOwnAnswersAlone(Dataset<Row> scored, int below) {
    int bad = 2 * below / 10;
    assertNoOtherRowsAnswer(scored);
    assertThat(scored.filter("prediction.tripled = id * 3 AND prediction_error IS NULL").count())
        .isEqualTo(ROWS - bad);
    assertThat(scored.filter("prediction IS NULL AND id % 10 IN (0, 9)").count()).isEqualTo(bad);
  }

  private static void assertNoOtherRowsAnswer(Dataset<Row> scored) {
    assertThat(scored.count()).isEqualTo(ROWS);
    assertThat(scored.filter("prediction IS NOT NULL AND prediction.tripled <> id * 3").count())
        .isZero();
  }

  /** Nothing for ids 0, 10, 20 and so on; two answers for ids 9, 19, 29 and so on. */
  private static ModelContainer noneOrTwo(String between) {
    return noneOrTwo(between, ROWS);
  }

  private static ModelContainer noneOrTwo(String between, int below) {
    return ModelContainer.of(
        body ->
            body.lines()
                .filter(record -> Models.id(record) % 10 != 0 || Models.id(record) >= below)
                .map(
                    record ->
                        Models.id(record) % 10 == 9 && Models.id(record) < below
                            ? answer(record) + between + answer(record)
                            : answer(record))
                .collect(Collectors.joining("\n")));
  }

  private static String answer(String record) {
    return "{\"id\":%d,\"tripled\":%d}".formatted(Models.id(record), 3 * Models.id(record));
  }

  private Dataset<Row> onSageMaker(ModelContainer container, Map<String, String> more) {
    return score(with(sandbox.options(sandbox.createModel(container)), more));
  }

  private Dataset<Row> score(Map<String, String> options) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), ROWS)).options(options).score();
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }
}
