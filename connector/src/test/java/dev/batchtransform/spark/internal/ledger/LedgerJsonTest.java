package dev.batchtransform.spark.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.record.rowlog.RowsHash;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.stage.StagedRows;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LedgerJsonTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

  private static final StagedFile FILE =
      new StagedFile(
          "part-0",
          10,
          9,
          900,
          42,
          new StagedRows(4000, 700, new RowsHash(Long.MIN_VALUE, -5)),
          false);
  private static final StagedFile CUT = new StagedFile("part-1", 4, 4, 400, 43);
  private static final StagedFile HALF = new StagedFile("part-1-r0-2", 2, 2, 200, 44);
  private static final StagedFile OTHER_HALF = new StagedFile("part-1-r2-2", 2, 2, 200, 45);

  private static final RunLedger LEDGER =
      new RunLedger(
          1,
          "nightly",
          "2026-11-23",
          RunState.COMPLETED,
          null,
          "batch-transform",
          "few rows",
          "m",
          NOON,
          NOON,
          "0.1.0",
          "3.5.7",
          "abc",
          Map.of("model", "m"),
          "{\"type\":\"struct\",\"fields\":[]}",
          "\"double\"",
          "{\"n\":9,\"u\":9,\"d\":1}",
          InputState.DELETED,
          List.of(
              LedgerWave.planned(0, 2, 13, OptionalInt.of(3), false)
                  .submittedAs("nightly-w0", NOON)
                  .ended(
                      new WaveResult(
                          WaveResult.State.FAILED,
                          Optional.of("ClientError"),
                          Optional.of(NOON),
                          Optional.of(NOON.plusSeconds(60)),
                          120,
                          Map.of()))),
          List.of(
              new LedgerFile(
                  FILE,
                  new FileOutcome.Scored(
                      0, "s3a://b/o", 99, Framing.VALUES, 9, 1, 1, null, "expected")),
              new LedgerFile(
                  CUT,
                  new FileOutcome.Split(
                      List.of(
                          new LedgerFile(HALF, FileOutcome.Pending.NEW),
                          new LedgerFile(
                              OTHER_HALF,
                              new FileOutcome.Failed(ErrorCode.MODEL_ERROR, "400", 2, 1)))))),
          List.of(),
          0,
          null,
          null,
          List.of("scoer"));

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    assertThat(LedgerJson.read(LedgerJson.write(LEDGER))).isEqualTo(LEDGER);
  }

  /** Written by the connector when its format was 1: such runs lie in people's buckets. */
  @Test
  void aRunOfFormatOneStaysReadable() throws Exception {
    try (InputStream json = LedgerJsonTest.class.getResourceAsStream("run-of-format-1.json")) {
      assertThat(LedgerJson.read(json.readAllBytes())).isEqualTo(LEDGER);
    }
  }

  @Test
  void nothingIsWrittenThatFollowsFromTheRest() throws Exception {
    JsonNode json = new ObjectMapper().readTree(LedgerJson.write(LEDGER));

    assertThat(components(RunLedger.class)).containsAll(names(json));
    assertThat(components(LedgerWave.class)).containsAll(names(json.path("waves").path(0)));
    assertThat(components(LedgerFile.class)).containsAll(names(json.path("files").path(0)));
    JsonNode split = json.path("files").path(1).path("outcome");
    assertThat(names(split)).containsExactlyInAnyOrder("kind", "parts");
    assertThat(names(split.path("parts").path(0).path("outcome")))
        .containsExactlyInAnyOrder("kind", "attempts");
  }

  private static List<String> components(Class<?> type) {
    return Stream.of(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void fieldsOfALaterVersionAreTolerated() throws Exception {
    String json = new String(LedgerJson.write(LEDGER), StandardCharsets.UTF_8);
    String later = json.replaceFirst("\\{", "{\"later\":{\"a\":1},");

    assertThat(LedgerJson.read(later.getBytes(StandardCharsets.UTF_8))).isEqualTo(LEDGER);
  }

  @Test
  void aDamagedLedgerIsRefusedWithoutQuotingIt() throws Exception {
    String json = new String(LedgerJson.write(LEDGER), StandardCharsets.UTF_8);
    String secret = json.replace("\"model\":\"m\"}", "\"env.TOKEN\":\"hunter2\"}");
    String damaged = secret.replace("\"COMPLETED\"", "\"hunter2\"");

    for (String each : List.of(damaged, secret.substring(0, secret.length() / 2), "hunter2")) {
      assertThatIOException()
          .isThrownBy(() -> LedgerJson.read(each.getBytes(StandardCharsets.UTF_8)))
          .withMessageContaining("damaged")
          .withMessageContaining("line 1")
          .withStackTraceContaining("LedgerJson")
          .satisfies(
              failure -> assertThat(failure).hasNoCause().message().doesNotContain("hunter2"));
    }
  }

  @Test
  void aFileOfWhichAnEarlierLedgerSaysLessHasNoHash() throws Exception {
    String json = new String(LedgerJson.write(LEDGER), StandardCharsets.UTF_8);
    String earlier = json.replaceFirst(",\"rowLog\":\\{[^}]*}}", "");

    RunLedger read = LedgerJson.read(earlier.getBytes(StandardCharsets.UTF_8));

    assertThat(read.files().get(0).staged().rowLog()).isNull();
    assertThat(read.rowsHash()).isEmpty();
    assertThat(read.rows()).isEqualTo(LEDGER.rows());
  }

  @Test
  void aRunRemembersThatItsInputIsCompressed() throws IOException {
    StagedFile packed = new StagedFile("part-9", 1, 1, 9, 4, null, true);
    RunLedger run = LEDGER.staged(List.of(FILE, packed));

    assertThat(LedgerJson.read(LedgerJson.write(run))).isEqualTo(run);
  }

  @Test
  void theHashOfARunIsTheSumOfItsFiles() {
    StagedFile other =
        new StagedFile("part-9", 1, 1, 9, 4, new StagedRows(8, 9, new RowsHash(7, 8)), true);

    RunLedger run = LEDGER.staged(List.of(FILE, other));

    assertThat(run.rowsHash()).contains(new RowsHash(Long.MIN_VALUE + 7, 3));
    assertThat(LEDGER.rowsHash()).as("of a file nothing is known").isEmpty();
    assertThat(LEDGER.staged(List.of()).rowsHash()).contains(RowsHash.NONE);
  }

  @Test
  void rowsInAreRowsScoredAndRowsFailed() {
    assertThat(LEDGER.rows()).isEqualTo(14);
    // One row was not sent, one answer does not parse, two records failed and two were never sent.
    assertThat(LEDGER.failedRows()).isEqualTo(6);
  }

  @Test
  void onlyWhatIsUndecidedIsSentNext() {
    assertThat(LEDGER.pending()).containsExactly(HALF);
  }

  @Test
  void aLedgerThatSaysNothingOfItsInputsKeepsThem() throws Exception {
    String json = new String(LedgerJson.write(LEDGER), StandardCharsets.UTF_8);
    String earlier = json.replace("\"inputs\":\"DELETED\",", "");

    assertThat(LedgerJson.read(earlier.getBytes(StandardCharsets.UTF_8)).inputs()).isNull();
  }

  @Test
  void aRunWhoseInputsAreGoneSaysSoInsteadOfSendingThem() {
    assertThatThrownBy(LEDGER::requireInputs)
        .isInstanceOf(TransformRunException.class)
        .hasMessageContaining("'nightly'")
        .hasMessageContaining("cleanup=input");
  }

  @Test
  void theInstanceSecondsOfAllWavesAreSummed() {
    assertThat(LEDGER.instanceSeconds()).isEqualTo(120);
  }
}
