package dev.batchtransform.spark.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class AnswerSurveyTest {

  @Test
  void asManyValuesAsRecordsAreAligned() throws IOException {
    assertThat(survey("[1]\n[2]\n", 2))
        .isEqualTo(new AnswerSurvey(2, Framing.VALUES, true, Optional.empty()));
    assertThat(survey("{\n\"a\":\n1}{}", 2).framing()).isEqualTo(Framing.VALUES);
    assertThat(survey("", 0).aligned()).isTrue();
  }

  @Test
  void tooFewOrTooManyValuesAreNot() throws IOException {
    assertThat(survey("[1]\n[2]\n", 3))
        .isEqualTo(new AnswerSurvey(2, Framing.VALUES, false, Optional.empty()));
    assertThat(survey("[1][2]\n[3]", 1).aligned()).isFalse();
  }

  @Test
  void linesAreTakenWhenValuesDoNotAgreeAndTheyDo() throws IOException {
    assertThat(survey("0.1 0.2\n\n0.3 0.4\n", 2))
        .isEqualTo(new AnswerSurvey(2, Framing.LINES, true, Optional.empty()));
  }

  @Test
  void linesAreTakenWhenTheFileIsNotJson() throws IOException {
    assertThat(survey("[1]\nInternal error\n[3]", 3))
        .isEqualTo(new AnswerSurvey(3, Framing.LINES, true, Optional.empty()));
    assertThat(survey("[1]\noops", 3))
        .isEqualTo(new AnswerSurvey(2, Framing.LINES, false, Optional.empty()));
  }

  @Test
  void textIsCountedByLines() throws IOException {
    AnswerSurvey survey =
        AnswerSurvey.survey(() -> Answers.stream("a\n\nb"), AnswerFormat.TEXT, false, false, 3);
    assertThat(survey).isEqualTo(new AnswerSurvey(3, Framing.LINES, true, Optional.empty()));
  }

  @Test
  void joinedAnswersAreAlignedWhenTheirRowsIncreaseWithinTheFile() throws IOException {
    assertThat(joined(3, "0", "1", "2").aligned()).isTrue();
    assertThat(joined(3, "0", "2").aligned()).isTrue();
    assertThat(joined(3).aligned()).isTrue();
    assertThat(joined(3, "1", "0").aligned()).isFalse();
    assertThat(joined(3, "1", "1").aligned()).isFalse();
    assertThat(joined(3, "0", "3").aligned()).isFalse();
    assertThat(joined(3, "x").aligned()).isFalse();
  }

  @Test
  void aJoinedLineThatIsNoJsonBelongsToNoRow() throws IOException {
    String file = "{\"SageMakerOutput\":1,\"row\":\"0\"}\noops\n";
    AnswerSurvey survey =
        AnswerSurvey.survey(() -> Answers.stream(file), AnswerFormat.JSON, true, false, 2);
    assertThat(survey).isEqualTo(new AnswerSurvey(2, Framing.LINES, false, Optional.empty()));
    try (AnswerReader reader =
        AnswerReader.open(
            Answers.stream(file), AnswerFormat.JSON, Framing.LINES, true, DataTypes.LongType)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.rowId()).isZero();
      assertThat(reader.next()).isTrue();
      assertThat(reader.problem()).contains("not JSON");
      assertThat(reader.rowId()).isEqualTo(-1);
    }
  }

  @Test
  void theTypeOfAllAnswersIsInferred() throws IOException {
    String file = "{\"b\":1,\"a\":[]} {\"a\":[0.5,null],\"b\":99999999999999999999} null";
    AnswerSurvey survey =
        AnswerSurvey.survey(() -> Answers.stream(file), AnswerFormat.JSON, false, true, 3);
    assertThat(survey.shape().map(AnswerShape::type))
        .contains(PredictionSchema.fromDdl("a ARRAY<DOUBLE>, b DOUBLE"));
  }

  @Test
  void theTypeOfJoinedAnswersIsThatOfTheModelsPart() throws IOException {
    String file = "{\"SageMakerOutput\":[true],\"row\":\"0\"}";
    AnswerSurvey survey =
        AnswerSurvey.survey(() -> Answers.stream(file), AnswerFormat.JSON, true, true, 1);
    assertThat(survey.shape().map(AnswerShape::type))
        .contains(PredictionSchema.fromDdl("array<boolean>"));
  }

  @Test
  void aLineThatIsNoJsonSaysNothingOfTheOthersType() throws IOException {
    AnswerSurvey survey =
        AnswerSurvey.survey(() -> Answers.stream("1\noops\n2"), AnswerFormat.JSON, false, true, 3);
    assertThat(survey.shape().map(AnswerShape::type)).contains(DataTypes.LongType);
  }

  private static AnswerSurvey survey(String file, long expected) throws IOException {
    return AnswerSurvey.survey(
        () -> Answers.stream(file), AnswerFormat.JSON, false, false, expected);
  }

  private static AnswerSurvey joined(long expected, String... rows) throws IOException {
    StringBuilder file = new StringBuilder();
    for (String row : rows) {
      file.append("{\"SageMakerOutput\":1,\"row\":\"").append(row).append("\"}\n");
    }
    return AnswerSurvey.survey(
        () -> Answers.stream(file.toString()), AnswerFormat.JSON, true, false, expected);
  }
}
