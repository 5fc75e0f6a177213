package dev.batchtransform.spark.internal.record.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.record.value.PredictionSchema;
import java.io.IOException;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AnswerSurveyTest {

  private static final AnswerContract ONE_PER_REQUEST =
      new AnswerContract(AnswerFormat.JSON, false, true, null, null);
  private static final AnswerContract SEVERAL_PER_REQUEST =
      new AnswerContract(AnswerFormat.JSON, false, false, null, null);
  private static final AnswerContract TEXT =
      new AnswerContract(AnswerFormat.TEXT, false, true, null, null);
  private static final AnswerContract JOINED =
      new AnswerContract(AnswerFormat.JSON, true, true, null, null);

  @Nested
  class WithOneRecordPerRequest {

    @Test
    void aValueALineIsReadAsASequenceOfValues() throws IOException {
      assertFramed(survey("[1]\n[2]\n", 2), Framing.VALUES, 0);
      assertFramed(survey("1\n\"a\"", 2), Framing.VALUES, 0);
      assertFramed(survey(" 1 \r\n{\"a\":[]}\t\n", 2), Framing.VALUES, 0);
      assertThat(survey("", 0).aligned()).isTrue();
    }

    @Test
    void anEmptyAnswerIsMissingAndTakesNoOtherRowsAnswer() throws IOException {
      assertFramed(survey("1\n\n3\n", 3), Framing.EACH_LINE, 1);
      assertFramed(survey("\n1\n2\n", 3), Framing.EACH_LINE, 1);
      assertFramed(survey("1\n2\n\n", 3), Framing.EACH_LINE, 1);
      assertFramed(survey("\n", 1), Framing.EACH_LINE, 1);
    }

    @Test
    void noneAndTwoDoNotMakeTwoAnswersForTwoRecords() throws IOException {
      assertFramed(survey("\n1 2\n", 2), Framing.EACH_LINE, 2);
      assertFramed(survey("[1][2]\n\n", 2), Framing.EACH_LINE, 2);
      assertThat(survey("\n1\n2\n", 2).aligned()).isFalse();
      assertThat(survey("1\n2\n\n", 2).aligned()).isFalse();
      assertThat(survey("{\n\"a\":\n1}{}", 2).aligned()).isFalse();
    }

    @Test
    void aLineThatIsNoJsonIsItsOwnRowsFailure() throws IOException {
      assertFramed(survey("[1]\nInternal error\n[3]", 3), Framing.EACH_LINE, 1);
      assertFramed(survey("1\n2 3\n[\n", 3), Framing.EACH_LINE, 2);
      assertThat(survey("[1]\noops", 3).aligned()).isFalse();
    }

    @Test
    void tooFewOrTooManyAnswersAreNotAligned() throws IOException {
      assertThat(survey("[1]\n[2]\n", 3)).extracting(AnswerSurvey::answers).isEqualTo(2L);
      assertThat(survey("[1]\n[2]\n", 3).aligned()).isFalse();
      assertThat(survey("[1]\n[2]\n[3]\n", 2).aligned()).isFalse();
    }

    @Test
    void answersThatSpanLinesAreToldApartWhereNothingLiesBetweenThem() throws IOException {
      assertFramed(survey("{\n\"a\":\n1}\n{\r\n}\r\n", 2), Framing.VALUES, 0);
      assertFramed(survey("[\n1]\n2\n", 2), Framing.VALUES, 0);
      assertThat(survey("[\n1]\n\n2\n", 2).aligned()).isFalse();
      assertThat(survey("[\n1] 2\n3\n", 3)).returns(true, AnswerSurvey::aligned);
      assertThat(survey("[\n1] 2\n\n3\n", 3).aligned()).isFalse();
      assertThat(survey("[\n1]\n2\n  ", 2).aligned()).isFalse();
    }

    @Test
    void aBlankLineAfterEveryAnswerIsADoubledLineFeed() throws IOException {
      assertFramed(survey("1\n\n2\n\n", 2), Framing.SPACED_VALUES, 0);
      assertFramed(survey("{\n}\n\n[]\r\n\r\n", 2), Framing.SPACED_VALUES, 0);
      assertFramed(survey("1\n\noops\n\n", 2), Framing.SPACED_LINES, 1);
      assertThat(survey("1\n\n2\n", 2).aligned()).isFalse();
      assertThat(survey("\n1\n\n2\n", 2).aligned()).isFalse();
      assertThat(survey("1\n\n2\n\n\n", 2).aligned()).isFalse();
      assertThat(survey("1\n\n2\n\n\n\n", 3).aligned()).isFalse();
    }

    @Test
    void aLoneCarriageReturnEndsNoAnswer() throws IOException {
      assertFramed(survey("1\r2\n\n", 2), Framing.EACH_LINE, 2);
      assertFramed(survey("1\r2\r3\r\n4\n5\n", 3), Framing.EACH_LINE, 1);
    }
  }

  @Test
  void whatCameBackForAFilesOnlyRecordIsItsAnswerHoweverItLies() throws IOException {
    assertFramed(survey("\n\n 1\n\n\n", 1), Framing.VALUES, 0);
    assertFramed(survey("1\n\n", 1), Framing.SPACED_VALUES, 0);
    assertFramed(survey("1 2\n", 1), Framing.EACH_LINE, 1);
    assertThat(survey("1\n2\n", 1).aligned()).isFalse();
    assertThat(survey("", 1).aligned()).isFalse();
  }

  @Test
  void whereARequestHeldSeveralRecordsTheTotalsDecide() throws IOException {
    assertFramed(several("{\n\"a\":\n1}{}", 2), Framing.VALUES, 0);
    assertFramed(several("1\n\n2\n", 2), Framing.VALUES, 0);
    assertFramed(several("0.1 0.2\n\n0.3 0.4\n", 2), Framing.LINES, 2);
    assertFramed(several("1\noops\n", 2), Framing.EACH_LINE, 1);
    assertThat(several("1\n\n", 2).aligned()).isFalse();
    assertThat(several("1 2\n\n", 2).aligned()).isFalse();
    assertThat(several("1\n2\n3\n", 2).aligned()).isFalse();
  }

  @Test
  void textIsCountedByLines() throws IOException {
    assertFramed(text("a\n\nb", 3), Framing.EACH_LINE, 1);
    assertFramed(text("a\n\nb\n\n", 4), Framing.EACH_LINE, 2);
    assertFramed(text("a\n\nb\n\n", 2), Framing.SPACED_LINES, 0);
    assertThat(text("a\n\nb\n", 2).aligned()).isFalse();
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
    AnswerSurvey survey = survey(file, JOINED, DataTypes.LongType, 2);
    assertThat(survey.framing()).isEqualTo(Framing.LINES);
    assertThat(survey.answers()).isEqualTo(2);
    assertThat(survey.aligned()).isFalse();
    try (AnswerReader reader =
        AnswerReader.open(
            Answers.stream(file),
            new AnswerContract(AnswerFormat.JSON, true, true, null, null),
            Framing.LINES,
            DataTypes.LongType)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.rowId()).isZero();
      assertThat(reader.next()).isTrue();
      assertThat(reader.problem()).contains("not JSON");
      assertThat(reader.rowId()).isEqualTo(-1);
    }
  }

  @Test
  void theTypeOfAllAnswersIsInferred() throws IOException {
    String file = "{\"b\":1,\"a\":[]}\n{\"a\":[0.5,null],\"b\":99999999999999999999}\nnull";
    assertThat(survey(file, ONE_PER_REQUEST, null, 3).shape().map(AnswerShape::type))
        .contains(PredictionSchema.fromDdl("a ARRAY<DOUBLE>, b DOUBLE"));
  }

  @Test
  void theTypeOfJoinedAnswersIsThatOfTheModelsPart() throws IOException {
    String file = "{\"SageMakerOutput\":[true],\"row\":\"0\"}";
    assertThat(survey(file, JOINED, null, 1).shape().map(AnswerShape::type))
        .contains(PredictionSchema.fromDdl("array<boolean>"));
  }

  @Test
  void anAnswerThatIsOfNoUseSaysNothingOfTheOthersType() throws IOException {
    assertThat(
            survey("1\noops\n\n\"a\" 5\n2", ONE_PER_REQUEST, null, 5)
                .shape()
                .map(AnswerShape::type))
        .contains(DataTypes.LongType);
  }

  @Test
  void answersThatAreNotOfTheGivenTypeAreCounted() throws IOException {
    String file = "1\n\"a\"\n[[2]]\n4\n";
    assertFramed(survey(file, ONE_PER_REQUEST, DataTypes.LongType, 4), Framing.VALUES, 2);
    String joined =
        "{\"SageMakerOutput\":\"a\",\"row\":\"0\"}\n{\"SageMakerOutput\":1,\"row\":\"1\"}";
    assertFramed(survey(joined, JOINED, DataTypes.LongType, 2), Framing.VALUES, 1);
  }

  private static AnswerSurvey survey(String file, long records) throws IOException {
    return survey(file, ONE_PER_REQUEST, null, records);
  }

  private static AnswerSurvey several(String file, long records) throws IOException {
    return survey(file, SEVERAL_PER_REQUEST, null, records);
  }

  private static AnswerSurvey text(String file, long records) throws IOException {
    return survey(file, TEXT, null, records);
  }

  private static AnswerSurvey survey(
      String file, AnswerContract contract, @Nullable DataType type, long records)
      throws IOException {
    return AnswerSurvey.survey(() -> Answers.stream(file), contract, type, records);
  }

  private static void assertFramed(AnswerSurvey survey, Framing framing, long unparseable) {
    assertThat(survey)
        .returns(true, AnswerSurvey::aligned)
        .returns(framing, AnswerSurvey::framing)
        .returns(unparseable, AnswerSurvey::unparseable);
  }

  private static AnswerSurvey joined(long records, String... rows) throws IOException {
    StringBuilder file = new StringBuilder();
    for (String row : rows) {
      file.append("{\"SageMakerOutput\":1,\"row\":\"").append(row).append("\"}\n");
    }
    return survey(file.toString(), JOINED, DataTypes.LongType, records);
  }
}
