package dev.batchtransform.engine.processing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataProcessingTest {

  private static final String JSON_LINES = "application/jsonlines";

  @Test
  void withoutFiltersAndJoinBytesPassUntouched() throws Exception {
    DataProcessing none = new DataProcessing("$", JoinSource.NONE, "$", null);
    byte[] bytes = {(byte) 0xff, 0, '\n', '{'};

    assertThat(none.modelInput(bytes)).isSameAs(bytes);
    assertThat(none.output(List.of(), bytes)).isSameAs(bytes);
  }

  @Test
  void anObjectGetsItsAnswerAsOneMoreAttribute() throws Exception {
    assertThat(joined("$", "{\"id\":1,\"content\":[\"x\"]}\n", "[[0.5],[1]]\n"))
        .isEqualTo("{\"SageMakerOutput\":[[0.5],[1]],\"content\":[\"x\"],\"id\":1}");
  }

  @Test
  void keysAreSortedWithUpperCaseFirstAtEveryDepth() throws Exception {
    assertThat(joined("$", "{\"cost\":1,\"ISBN\":{\"b\":1,\"B\":2}}", "{\"z\":1,\"a\":2}"))
        .isEqualTo("{\"ISBN\":{\"B\":2,\"b\":1},\"SageMakerOutput\":{\"a\":2,\"z\":1},\"cost\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"[1,2]", "\"text\"", "7", "null", "true"})
  void anythingElseIsWrapped(String record) throws Exception {
    assertThat(joined("$", record + "\n", "{\"p\":1}\n"))
        .isEqualTo("{\"SageMakerInput\":" + record + ",\"SageMakerOutput\":{\"p\":1}}");
  }

  @Test
  void anAttributeOfTheSameNameIsReplaced() throws Exception {
    assertThat(joined("$", "{\"SageMakerOutput\":\"old\"}", "1"))
        .isEqualTo("{\"SageMakerOutput\":1}");
  }

  @ParameterizedTest
  @CsvSource({"9007199254740993", "1.0", "-0.0", "1e5", "1E+400", "0.1000000000000000055511151231"})
  void aNumberKeepsItsText(String number) throws Exception {
    assertThat(joined("$", "{\"id\":" + number + "}", "[" + number + "]"))
        .isEqualTo("{\"SageMakerOutput\":[" + number + "],\"id\":" + number + "}");
  }

  @Test
  void textKeepsItsMeaning() throws Exception {
    assertThat(joined("$", "{\"t\":\"\\u00e9\\n\\u2028<&>\\\"é\"}", "\"😀\""))
        .isEqualTo("{\"SageMakerOutput\":\"😀\",\"t\":\"é\\n\u2028<&>\\\"é\"}");
  }

  @Test
  void theModelSeesTheFilteredRecordAndTheJoinTheWholeOne() throws Exception {
    DataProcessing rowId =
        new DataProcessing("$.record", JoinSource.INPUT, "$['row','SageMakerOutput']", JSON_LINES);
    byte[] record = utf8("{\"row\":17,\"record\":{\"b\":1.50,\"a\":\"x\"}}\n");

    assertThat(text(rowId.modelInput(record))).isEqualTo("{\"a\":\"x\",\"b\":1.50}\n");
    assertThat(text(rowId.output(List.of(record), utf8("{\"score\":0.5}\n"))))
        .isEqualTo("{\"SageMakerOutput\":{\"score\":0.5},\"row\":17}");
  }

  @Test
  void anExtractedArrayIsTheBody() throws Exception {
    DataProcessing content =
        new DataProcessing("$.content", JoinSource.NONE, "$", "application/json");

    assertThat(text(content.modelInput(utf8("{\"id\":1,\"content\":[\"a\"]}"))))
        .isEqualTo("[\"a\"]");
  }

  @Test
  void anAnswerToManyRecordsIsJoinedLineByLine() throws Exception {
    DataProcessing join = new DataProcessing("$", JoinSource.INPUT, "$", JSON_LINES);

    assertThat(text(join.output(records("{\"a\":1}\n", "{\"a\":2}\n"), utf8("[1]\n[2]"))))
        .isEqualTo("{\"SageMakerOutput\":[1],\"a\":1}\n{\"SageMakerOutput\":[2],\"a\":2}");
  }

  @ParameterizedTest
  @CsvSource({"'[1]',1", "'[1] [2] [3]',3", "'',0"})
  void anAnswerWithMoreOrFewerValuesThanRecordsIsAnError(String answer, int values) {
    DataProcessing join = new DataProcessing("$", JoinSource.INPUT, "$", JSON_LINES);

    assertThatThrownBy(() -> join.output(records("{}\n", "{}\n"), utf8(answer)))
        .isInstanceOf(DataProcessingException.class)
        .hasMessageContaining(values + " for 2");
  }

  @Test
  void anAnswerThatIsNotJsonIsAnErrorThatDoesNotQuoteIt() {
    assertThatThrownBy(() -> joined("$", "{}", "secret words"))
        .isInstanceOf(DataProcessingException.class)
        .hasMessageContaining("answer")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aRecordThatIsNotOneJsonValueIsAnErrorThatDoesNotQuoteIt() {
    assertThatThrownBy(() -> joined("$", "{\"secret\":", "1"))
        .isInstanceOf(DataProcessingException.class)
        .hasMessageContaining("record")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> joined("$", "1 2", "1"))
        .isInstanceOf(DataProcessingException.class)
        .hasMessageContaining("2 JSON values");
  }

  @Test
  void csvJoinsTheColumnsOfTheInputWithThoseOfTheAnswer() throws Exception {
    DataProcessing join = new DataProcessing("$", JoinSource.INPUT, "$", "text/csv; charset=utf-8");

    assertThat(
            text(
                join.output(
                    records("1,\"a,\"\"b\"\"\",é\r\n", "2,,\n"), utf8("0.5,\"x, y\"\n0.25,\n"))))
        .isEqualTo("1,\"a,\"\"b\"\"\",é,0.5,\"x, y\"\n2,,,0.25,");
  }

  @Test
  void csvFiltersSelectColumns() throws Exception {
    DataProcessing csv = new DataProcessing("$[1:]", JoinSource.INPUT, "$[0,-1]", "text/csv");
    byte[] record = utf8("id-1,\"a,b\",3\n");

    assertThat(text(csv.modelInput(record))).isEqualTo("\"a,b\",3\n");
    assertThat(text(csv.output(List.of(record), utf8("0.9\n")))).isEqualTo("id-1,0.9");
  }

  @Test
  void csvKnowsNoNames() {
    assertThatThrownBy(() -> new DataProcessing("$.a", JoinSource.NONE, "$", "text/csv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("$.a")
        .hasMessageContaining("text/csv");
  }

  @Test
  void anUnclosedQuoteInCsvIsAnError() {
    DataProcessing join = new DataProcessing("$", JoinSource.INPUT, "$", "text/csv");

    assertThatThrownBy(() -> join.output(records("1,\"a\n"), utf8("1\n")))
        .isInstanceOf(DataProcessingException.class)
        .hasMessageContaining("quote");
  }

  private static String joined(String outputFilter, String record, String answer)
      throws DataProcessingException {
    DataProcessing join = new DataProcessing("$", JoinSource.INPUT, outputFilter, JSON_LINES);
    return text(join.output(records(record), utf8(answer)));
  }

  private static List<byte[]> records(String... records) {
    return Stream.of(records).map(DataProcessingTest::utf8).toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
