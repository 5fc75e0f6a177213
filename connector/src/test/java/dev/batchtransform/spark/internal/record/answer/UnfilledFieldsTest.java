package dev.batchtransform.spark.internal.record.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.record.value.PredictionSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A misspelt field of the result schema is noticed, since it is null in every row. */
class UnfilledFieldsTest {
  private static final DataType MISSPELT =
      PredictionSchema.fromDdl("label STRING, scoer DOUBLE, tags ARRAY<STRING>");

  @Test
  void aFieldThatNoAnswerHasIsFound() throws IOException {
    assertThat(survey("{\"label\":\"a\",\"score\":1,\"tags\":[]}\n{\"label\":null}\n", MISSPELT))
        .containsExactly("scoer");
  }

  @Test
  void aFieldThatOneAnswerHasIsNot() throws IOException {
    assertThat(survey("{\"label\":\"a\"}\n{\"scoer\":1.5}\n{\"tags\":[]}\n", MISSPELT)).isEmpty();
  }

  @Test
  void answersThatAreNoObjectsHaveNone() throws IOException {
    assertThat(survey("[1]\n[2]\n", PredictionSchema.fromDdl("array<double>"))).isEmpty();
    assertThat(survey("{\"a\":1}\n", null)).isEmpty();
  }

  @Test
  void whatIsKnownOfTheAnswersTellsWhichFieldsOfAnotherSchemaTheyFill() {
    AnswerShape shape =
        AnswerShape.of(
            PredictionSchema.fromDdl("label STRING, score DOUBLE, tags ARRAY<STRING>"), 9);

    assertThat(UnfilledFields.of(MISSPELT, shape)).containsExactly("scoer");
    assertThat(UnfilledFields.of(PredictionSchema.fromDdl("string"), shape)).isEmpty();
    assertThat(UnfilledFields.of(MISSPELT, new AnswerShape())).isEmpty();
  }

  @Test
  void theSentenceNamesThemAndWhatIsFree() {
    assertThat(UnfilledFields.sentence(List.of())).isEmpty();
    assertThat(UnfilledFields.sentence(List.of("scoer", "lable")))
        .startsWith(" No answer has a value for 'scoer', 'lable'")
        .contains("costs nothing");
  }

  private static List<String> survey(String text, @Nullable DataType given) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    AnswerContract contract = new AnswerContract(AnswerFormat.JSON, false, true, null, null);
    return AnswerSurvey.survey(
            () -> new ByteArrayInputStream(bytes), contract, given, text.lines().count())
        .unfilled();
  }
}
