package dev.batchtransform.spark.internal.record.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyProofTest {

  private static final String RECORDS = "{\"id\":1,\"x\":[7]}\n{\"x\":[],\"id\":2}\n";

  @Test
  void answersWithTheKeysOfTheirRecordsAreProven() throws IOException {
    assertThat(unequal("{\"id\":1}\n{\"score\":[{\"id\":9}],\"id\":2}")).isEmpty();
    assertThat(unequal("{\"id\":1.0}{\n\"id\":2e0}")).isEmpty();
  }

  @Test
  void theFirstAnswerWithAnotherKeyOrNoneIsNamedByItsLine() throws IOException {
    assertThat(unequal("{\"id\":2}\n{\"id\":1}")).hasValue(1);
    assertThat(unequal("{\"id\":1}\n{\"id\":1}")).hasValue(2);
    assertThat(unequal("{\"id\":1}\n{\"error\":\"no\"}")).hasValue(2);
    assertThat(unequal("{\"id\":\"1\"}\n{\"id\":2}")).hasValue(1);
    assertThat(unequal("{\"id\":{\"id\":1}}\n{\"id\":2}")).hasValue(1);
    assertThat(unequal("[1]\n{\"id\":2}")).hasValue(1);
    assertThat(unequal("{\"id\":1}{\"id\":2}{\"id\":3}")).hasValue(3);
  }

  @Test
  void anAnswerThatIsOfNoUseIsNoSignOfAnother() throws IOException {
    assertThat(unequal("oops\n{\"id\":2}", Framing.EACH_LINE)).isEmpty();
    assertThat(unequal("\n{\"id\":1}", Framing.EACH_LINE)).hasValue(2);
  }

  @Test
  void joinedAnswersAreHeldAgainstTheRecordTheyName() throws IOException {
    String records =
        "{\"record\":{\"id\":\"a\"},\"row\":\"5\"}\n{\"record\":{\"id\":\"b\"},\"row\":\"6\"}\n";
    String second = "{\"SageMakerOutput\":{\"id\":\"b\"},\"row\":\"6\"}";
    AnswerContract joined = new AnswerContract(AnswerFormat.JSON, true, true, "id", null);

    assertThat(unequal(records, second, joined, Framing.VALUES)).isEmpty();
    assertThat(unequal(records, second.replace("6", "5"), joined, Framing.VALUES)).hasValue(1);
    assertThat(unequal(records, second.replace("6", "9"), joined, Framing.VALUES)).isPresent();
  }

  @Test
  void aRowsKeyIsThatOfItsRecord() throws IOException {
    assertKey(DataTypes.LongType, 7L, "7.0");
    assertKey(DataTypes.StringType, UTF8String.fromString("a\"\u2028"), "\"a\\\"\\u2028\"");
    assertKey(DataTypes.BooleanType, true, "true");
    assertKey(DataTypes.DateType, 0, "\"1970-01-01\"");
    assertKey(
        DataTypes.createDecimalType(9, 2), Decimal.apply(new BigDecimal("1.50"), 9, 2), "1.5");
    assertKey(DataTypes.StringType, null, "null");
    assertThat(CarriedKey.isKeyType(DataTypes.DoubleType)).isFalse();
  }

  private static void assertKey(DataType type, @Nullable Object value, String json)
      throws IOException {
    CarriedKey key = CarriedKey.of(new StructType().add("x", "int").add("id", type), "id");
    GenericInternalRow row = new GenericInternalRow(new Object[] {1, value});
    AnswerContract contract = new AnswerContract(AnswerFormat.JSON, false, true, "id", null);
    for (int twice = 0; twice < 2; twice++) {
      try (AnswerReader answer =
          AnswerReader.keys(Answers.stream("{\"id\":" + json + "}"), contract, Framing.VALUES)) {
        assertThat(answer.next()).isTrue();
        assertThat(key.of(row)).isEqualTo(answer.value());
      }
    }
  }

  private static OptionalLong unequal(String answers) throws IOException {
    return unequal(answers, Framing.VALUES);
  }

  private static OptionalLong unequal(String answers, Framing framing) throws IOException {
    return unequal(
        RECORDS, answers, new AnswerContract(AnswerFormat.JSON, false, false, "id", null), framing);
  }

  private static OptionalLong unequal(
      String records, String answers, AnswerContract contract, Framing framing) throws IOException {
    return KeyProof.firstUnequal(
        () -> Answers.stream(records), () -> Answers.stream(answers), contract, framing);
  }
}
