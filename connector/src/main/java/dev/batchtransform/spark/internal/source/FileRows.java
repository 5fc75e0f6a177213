package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.stage.StagedRows;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The table {@code files}: one row per staged file. */
final class FileRows {
  static final StructType SCHEMA =
      new StructType()
          .add("run_id", DataTypes.StringType, false)
          .add("file", DataTypes.StringType, false)
          .add("rows", DataTypes.LongType, false)
          .add("records", DataTypes.LongType, false)
          .add("failed", DataTypes.LongType, false)
          .add("bytes", DataTypes.LongType, false)
          .add("checksum", DataTypes.LongType, false)
          .add("row_bytes", DataTypes.LongType, true)
          .add("row_log_bytes", DataTypes.LongType, true)
          .add("outcome", DataTypes.StringType, false)
          .add("wave", DataTypes.IntegerType, true)
          .add("output", DataTypes.StringType, true)
          .add("code", DataTypes.StringType, true)
          .add("message", DataTypes.StringType, true);

  private FileRows() {}

  static List<InternalRow> of(RunLedger run) {
    return run.files().stream().map(file -> of(run.runId(), file)).toList();
  }

  private static InternalRow of(String runId, LedgerFile file) {
    Outcome outcome = Outcome.of(file);
    StagedRows rowLog = file.staged().rowLog();
    return LedgerRow.of(
        runId,
        file.staged().inputName(),
        file.staged().rows(),
        file.staged().records(),
        file.failedRows(),
        file.staged().bytes(),
        file.staged().checksum(),
        rowLog == null ? null : rowLog.bytes(),
        rowLog == null ? null : rowLog.storedBytes(),
        outcome.name(),
        outcome.wave(),
        outcome.output(),
        outcome.code(),
        outcome.message());
  }

  /** What happened to a file, in the table's terms. */
  private record Outcome(
      String name,
      @Nullable Integer wave,
      @Nullable String output,
      @Nullable String code,
      @Nullable String message) {

    static Outcome of(LedgerFile file) {
      FileOutcome decided = file.outcome();
      if (decided instanceof FileOutcome.Scored scored) {
        return new Outcome("SCORED", scored.wave(), scored.output(), null, null);
      }
      if (decided instanceof FileOutcome.Failed failed) {
        return new Outcome("FAILED", null, null, failed.code().name(), failed.message());
      }
      if (decided instanceof FileOutcome.Split) {
        return new Outcome("SPLIT", null, null, null, null);
      }
      // A file whose rows all failed before they could be sent has nothing to be decided.
      return file.staged().records() == 0
          ? new Outcome("NOT_SENT", null, null, null, null)
          : new Outcome("NOT_RUN", null, null, null, ((FileOutcome.Pending) decided).message());
    }
  }
}
