package dev.batchtransform.spark.internal.executor.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataLogTest {
  private static final MediaTypes TYPES = new MediaTypes("text/csv", "application/json");
  private static final StagedFile FILE = new StagedFile("f", 3, 3, 30, 0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bucket/in/f.jsonl: ClientError: 413 | 413",
        "bucket/in/f.jsonl: Bad HTTP status received from algorithm: 500 | 500",
        "s3://bucket/in/f.jsonl: ClientError: HTTP 429 | 429",
        "bucket/in/f.jsonl: Unable to get response from algorithm | 0",
        "bucket/in/f.jsonl: ClientError: 4131 | 0",
        "bucket/in/f.jsonl: | 0"
      })
  void theStatusIsReadWhereThereIsOne(String line, int status) {
    assertThat(failure("2026-11-23T03:00:00.000:[sagemaker logs]: " + line).status())
        .isEqualTo(status == 0 ? OptionalInt.empty() : OptionalInt.of(status));
  }

  @Test
  void theContainersWordsFollowTheHeading() {
    assertThat(
            failure(
                    "x: b/f.jsonl: ClientError: 400",
                    "x: b/f.jsonl:",
                    "x: b/f.jsonl: Message:",
                    "x: b/f.jsonl: first line",
                    "x: b/f.jsonl: second line")
                .message())
        .isEqualTo("ClientError: 400: first line\nsecond line");
  }

  @Test
  void aLongAnswerIsShortened() {
    assertThat(failure("b/f.jsonl: ClientError: 400", "b/f.jsonl: " + "x".repeat(5000)).message())
        .hasSize(1025)
        .endsWith("…");
  }

  @Test
  void aFileWhoseNameEndsAlikeIsAnotherOne() {
    assertThat(
            DataLog.failures(List.of("bucket/in/af.jsonl: ClientError: 400"), List.of(FILE), TYPES))
        .isEmpty();
  }

  @Test
  void aRefusedMediaTypeIsToldWithTheOptionThatSetsIt() {
    assertThat(failure("bucket/in/f.jsonl: ClientError: 415").message())
        .isEqualTo(
            "ClientError: 415. Set option 'contentType' (now text/csv) to a type that the container takes.");
    assertThat(failure("bucket/in/f.jsonl: ClientError: 406").message())
        .contains("'accept' (now application/json)");
  }

  private static FileFailure failure(String... lines) {
    return DataLog.failures(List.of(lines), List.of(FILE), TYPES).get("f");
  }
}
