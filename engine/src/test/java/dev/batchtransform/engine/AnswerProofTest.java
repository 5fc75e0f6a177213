package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.engine.processing.DataProcessingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerProofTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Values in any layout: on lines, glued, over several lines, with blank lines around. */
  @Property(tries = 2_000)
  void whatPassesHasTheValuesInOrderOnALineEach(
      @ForAll("values") List<String> values,
      @ForAll("gaps") List<String> gaps,
      @ForAll @IntRange(min = 1, max = 5) int records)
      throws Exception {
    StringBuilder answer = new StringBuilder(gaps.get(0));
    for (int i = 0; i < values.size(); i++) {
      answer.append(values.get(i)).append(gaps.get(1 + i % (gaps.size() - 1)));
    }
    List<JsonNode> sent = values(answer.toString());

    byte[] lines;
    try {
      lines = AnswerProof.oneJsonValueEach(answer.toString().getBytes(UTF_8), records);
    } catch (AnswerCountException e) {
      boolean blankLines = answer.toString().lines().anyMatch(String::isBlank);
      assertThat(sent.size() != records || (records > 1 && blankLines)).isTrue();
      return;
    }

    List<String> read = new String(lines, UTF_8).lines().toList();
    if (sent.isEmpty()) {
      assertThat(records).isEqualTo(1);
      assertThat(read).isEmpty();
      return;
    }
    assertThat(sent).hasSize(records);
    List<JsonNode> kept = new ArrayList<>();
    for (String line : read) {
      kept.add(JSON.readTree(line));
    }
    assertThat(kept).isEqualTo(sent);
  }

  private static List<JsonNode> values(String json) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        values.add(parser.readValueAsTree());
      }
    }
    return values;
  }

  @Provide
  Arbitrary<List<String>> values() {
    return Arbitraries.of(
            "1",
            "-2.5e3",
            "true",
            "null",
            "\"a\\\"]}\\\\\"",
            "\"\u2028 x\"",
            "[]",
            "{}",
            "{\"a\":[1,{\"b\":\"}\"}]}",
            "{\n  \"a\": [\n\n    1\n  ]\r\n}",
            "[\n1,\n2\n]")
        .list()
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<String>> gaps() {
    Arbitrary<String> first = Arbitraries.of("", "\n", " ");
    Arbitrary<List<String>> others =
        Arbitraries.of("\n", "\r\n", " ", "\n\n", "\n \n").list().ofMinSize(1).ofMaxSize(3);
    return Combinators.combine(first, others)
        .as(
            (before, between) -> {
              List<String> gaps = new ArrayList<>(List.of(before));
              gaps.addAll(between);
              return gaps;
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'{}{}', 1",
    "'{}\n{}\n', 1",
    "'1 2', 1",
    "'{}\n', 2",
    "'{}\n{}\n{}\n', 2",
    "'', 2",
    "'[1,2]', 2",
    "'[\n1,\n2]', 3",
    "'{}{}\n\n{}', 3",
    "'{}\n\n{}{}', 3",
    "'a\nb\n', 3",
    "'a\n\nb\n', 2",
    "'[\n1,\n2', 3",
    "'{}]\n{}\n{}', 3"
  })
  void tooManyOrTooFewAnswersAreNotTaken(String answer, int records) {
    assertThatThrownBy(() -> AnswerProof.oneJsonValueEach(answer.getBytes(UTF_8), records))
        .isInstanceOf(AnswerCountException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', 1, '{}'",
    "'{}\n', 1, '{}\n'",
    "'\n{}\n\n', 1, '{}'",
    "'', 1, ''",
    "' \n\n', 1, ''",
    "'{\n\"a\":\n1}\n', 1, '{ \"a\": 1}'",
    "'1\n2\n', 2, '1\n2\n'",
    "'{}{}', 2, '{}\n{}'",
    "'NaN\n-Infinity', 2, 'NaN\n-Infinity'",
    "'a b\n', 1, 'a b'",
    "'\nit''s', 1, 'it''s'",
    "'a\nb,c\n', 2, 'a\nb,c\n'",
    "'{\"a\":', 1, '{\"a\":'",
    "'\"a\nb\"', 1, '\"a\\nb\"'"
  })
  void whatIsClearIsTaken(String answer, int records, String lines) throws Exception {
    assertThat(new String(AnswerProof.oneJsonValueEach(answer.getBytes(UTF_8), records), UTF_8))
        .isEqualTo(lines);
  }

  @Test
  void aPageOfTextForOneRecordIsToldAsSuch() {
    assertThatThrownBy(() -> AnswerProof.oneJsonValueEach("no\nJSON".getBytes(UTF_8), 1))
        .isInstanceOf(DataProcessingException.class)
        .hasMessageContaining("'accept'")
        .hasMessageContaining("'resultFormat'");
  }

  @ParameterizedTest
  @CsvSource({
    "'a', 1",
    "'', 1",
    "'a\n', 1",
    "'a\r\n\n', 1",
    "'a\n\nc', 3",
    "'a\n\n', 2",
    "'\n', 1"
  })
  void aLineOfTextIsAnAnswerBlankOrNot(String answer, int records) throws Exception {
    byte[] lines = AnswerProof.oneLineEach(answer.getBytes(UTF_8), records);
    assertThat(lines(lines)).isEqualTo(records);
  }

  /** Counted as they stand in the output: the engine ends the last line. */
  private static int lines(byte[] answer) {
    String text = new String(answer, UTF_8);
    return (int) (text.endsWith("\n") ? text : text + "\n").chars().filter(c -> c == '\n').count();
  }

  @ParameterizedTest
  @CsvSource({"'a\nb', 1", "'a', 2", "'a\nb\n', 3", "'', 2", "'a\nb\n\n', 2"})
  void linesOfTextMustBeAsManyAsRecords(String answer, int records) {
    assertThatThrownBy(() -> AnswerProof.oneLineEach(answer.getBytes(UTF_8), records))
        .isInstanceOf(AnswerCountException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html></html>", " \n<!doctype html>\n<p>", "<error/>"})
  void aPageIsNoAnswer(String page) {
    assertThat(AnswerText.page(page.getBytes(UTF_8))).get().asString().contains("HTML page");
    assertThat(AnswerText.page("{\"a\":\"<b>\"}".getBytes(UTF_8))).isEmpty();
  }
}
