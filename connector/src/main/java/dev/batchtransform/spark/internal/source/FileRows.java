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
    Fate fate = Fate.of(file);
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
        fate.outcome(),
        fate.wave(),
        fate.output(),
        fate.code(),
        fate.message());
  }

  /** What became of a file, in the table's words. */
  private record Fate(
      String outcome,
      @Nullable Integer wave,
      @Nullable String output,
      @Nullable String code,
      @Nullable String message) {

    static Fate of(LedgerFile file) {
      FileOutcome outcome = file.outcome();
      if (outcome instanceof FileOutcome.Scored scored) {
        return new Fate("SCORED", scored.wave(), scored.output(), null, null);
      }
      if (outcome instanceof FileOutcome.Failed failed) {
        return new Fate("FAILED", null, null, failed.code().name(), failed.message());
      }
      if (outcome instanceof FileOutcome.Split) {
        return new Fate("SPLIT", null, null, null, null);
      }
      // A file whose rows all failed before they could be sent has nothing to be decided.
      return file.staged().records() == 0
          ? new Fate("NOT_SENT", null, null, null, null)
          : new Fate("NOT_RUN", null, null, null, ((FileOutcome.Pending) outcome).message());
    }
  }
}
