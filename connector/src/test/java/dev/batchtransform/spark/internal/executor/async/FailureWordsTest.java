package dev.batchtransform.spark.internal.executor.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Received server error (500) from primary with message \"x\" | 500",
        "Received client error (413) from primary | 413",
        "HTTP 404 | 404",
        "status code: 503 | 503",
        "The record 400 is bad | ",
        "took 500 ms | ",
      })
  void aStatusIsFoundWhereOneIsNamedAsSuch(String text, Integer status) {
    FailureWords words = FailureWords.of(text);

    assertThat(words.text()).isEqualTo(text);
    assertThat(words.status())
        .isEqualTo(status == null ? OptionalInt.empty() : OptionalInt.of(status));
  }

  @Test
  void ofJsonTheWordsAreTakenAndTheStatusBesideThem() {
    FailureWords words =
        FailureWords.of("{\"inferenceId\":\"i\",\"FailureReason\":\"bad\",\"statusCode\":422}");

    assertThat(words.text()).isEqualTo("bad");
    assertThat(words.status()).hasValue(422);
  }

  @Test
  void jsonWithoutWordsIsQuotedAsItIs() {
    assertThat(FailureWords.of("{\"a\":1}").text()).isEqualTo("{\"a\":1}");
    assertThat(FailureWords.of("[1]").text()).isEqualTo("[1]");
  }

  @Test
  void noMoreIsQuotedThanOfALocalModel() {
    assertThat(FailureWords.of("x".repeat(5000)).text()).isEqualTo("x".repeat(1024) + "…");
  }

  @Test
  void aRequestThatExpiredInTheQueueIsToldFromOneThatTheContainerRefused() {
    assertThat(FailureWords.of("The request expired in the queue after 60 s").tellsOfExpiry())
        .isTrue();
    assertThat(FailureWords.of("client error (400): the session expired").tellsOfExpiry())
        .isFalse();
    assertThat(FailureWords.of("missing field 'expires'").tellsOfExpiry()).isFalse();
  }

  @Test
  void anEmptyObjectSaysThatItSaysNothing() {
    assertThat(FailureWords.of(" ").text()).contains("not why");
  }
}
