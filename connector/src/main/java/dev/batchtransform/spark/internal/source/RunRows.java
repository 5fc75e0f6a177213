package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.run.RunPrices;
import java.math.BigDecimal;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The table {@code runs}. */
final class RunRows {
  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("dt", DataTypes.StringType, false)
          .add("state", DataTypes.StringType, false)
          .add("model", DataTypes.StringType, true)
          .add("executor", DataTypes.StringType, false)
          .add("executor_reason", DataTypes.StringType, true)
          .add("rows", DataTypes.LongType, false)
          .add("failed", DataTypes.LongType, false)
          .add("bytes", DataTypes.LongType, false)
          .add("files", DataTypes.IntegerType, false)
          .add("waves", DataTypes.IntegerType, false)
          .add("jobs", DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add("instance_seconds", DataTypes.LongType, false)
          .add("cost", DataTypes.DoubleType, true)
          .add("created", DataTypes.TimestampType, false)
          .add("finished", DataTypes.TimestampType, true)
          .add("fingerprint", DataTypes.StringType, false)
          .add("message", DataTypes.StringType, true);

  private RunRows() {}

  static InternalRow of(RunLedger run) {
    return LedgerRow.of(
        run.runId(),
        run.dt(),
        run.state().name(),
        run.model(),
        run.executor(),
        run.executorReason(),
        run.rows(),
        run.failedRows(),
        run.bytes(),
        run.files().size(),
        run.waves().size(),
        jobs(run),
        run.instanceSeconds(),
        RunPrices.cost(run).usd().map(BigDecimal::doubleValue).orElse(null),
        run.created(),
        run.finished(),
        run.fingerprint(),
        run.message());
  }

  private static Object jobs(RunLedger run) {
    return LedgerRow.array(
        run.waves().stream().flatMap(wave -> wave.startedJob().stream()).toArray());
  }
}
