package dev.batchtransform.spark.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.record.rowlog.RowsHash;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.stage.StagedRows;
import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScanSizeTest {

  private static final long ROWS = 1000;
  private static final long PAYLOAD = 10_000_000;

  /** A bitset, three columns of eight bytes, and what the payload holds. */
  private static final long CARRIED = ROWS * (8 + 3 * 8) + PAYLOAD;

  private static final ResultSchema RESULT =
      new ResultSchema(
          new StructType()
              .add("id", DataTypes.LongType)
              .add("price", DataTypes.createDecimalType(18, 2))
              .add("payload", DataTypes.BinaryType),
          "prediction",
          DataTypes.LongType,
          "prediction_error");

  private static final LedgerFile FILE = file(new StagedRows(CARRIED, 300_000, RowsHash.NONE));

  @Test
  void theRowsThatAreCarriedCountAndNotTheRecordsThatWereSent() {
    assertThat(size("id", "price", "payload").handedOn(FILE)).isEqualTo(CARRIED);
    assertThat(size("payload").handedOn(FILE)).isEqualTo(ROWS * 16 + PAYLOAD);
  }

  @Test
  void columnsOfFixedLengthHoldNoMoreThanThat() {
    assertThat(size("id").handedOn(FILE)).isEqualTo(ROWS * 16);
    assertThat(size("id", "price").handedOn(FILE)).isEqualTo(ROWS * 24);
  }

  @Test
  void aPredictionTakesWhatItsTypeDoesHoweverShortItsAnswersAre() {
    assertThat(size("prediction").handedOn(FILE)).isEqualTo(ROWS * 8 + ROWS * 8);
  }

  @Test
  void aTaskReadsTheWholeRowLogAndTheAnswersOnlyWhenTheyAreWanted() {
    assertThat(size("id").read(FILE)).isEqualTo(CARRIED);
    assertThat(size("id", "prediction").read(FILE)).isEqualTo(CARRIED + 2 * ROWS);
    assertThat(size().read(FILE)).isZero();
  }

  @Test
  void ofAnOlderLedgerTheInputIsTakenForIt() {
    LedgerFile old = file(null);

    assertThat(size("payload").read(old)).isEqualTo(50_000);
    assertThat(size("id").handedOn(old)).isEqualTo(ROWS * 16);
    assertThat(size("payload").handedOn(old)).isEqualTo(ROWS * 16 + 50_000 - ROWS * 32);
  }

  private static LedgerFile file(@Nullable StagedRows rowLog) {
    return new LedgerFile(
        new StagedFile("part-0", ROWS, ROWS, 50_000, 1, rowLog, false),
        new FileOutcome.Scored(
            0, "s3a://bucket/o", 2 * ROWS, Framing.VALUES, ROWS, 0, 1, null, null));
  }

  private static ScanSize size(String... columns) {
    StructType all = RESULT.schema();
    StructType required =
        new StructType(
            Arrays.stream(columns)
                .map(name -> all.apply(all.fieldIndex(name)))
                .toArray(StructField[]::new));
    boolean answers = Arrays.asList(columns).contains("prediction");
    return ScanSize.of(RESULT, required, columns.length > 0, answers);
  }
}
