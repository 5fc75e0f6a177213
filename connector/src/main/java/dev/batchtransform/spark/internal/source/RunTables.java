package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.ResultTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.session.SessionOptions;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.types.StructType;

/** The tables that runs below a staging path have. */
public final class RunTables {
  private RunTables() {}

  /** The table that the options of a read name. */
  public static Table read(Map<String, String> options) {
    return read(SessionOptions.of(options));
  }

  static Table read(TransformOptions options) {
    ResultTable table = options.get(OptionTable.TABLE);
    return switch (table) {
      case RESULTS, ALL -> TransformTable.ofResult(options);
      case RUNS -> LedgerTable.runs(options);
      case FILES -> LedgerTable.files(options);
      case DEAD_LETTERS -> DeadLetterTable.of(options);
    };
  }

  /** What rows with these columns are written to. Nothing is staged or started yet. */
  public static StagedTable written(StructType columns, Map<String, String> options) {
    return new StagedRun(TransformTable.ofRows(columns, SessionOptions.of(options)));
  }

  /** The names of the completed runs, the oldest first. */
  public static List<String> completed(Map<String, String> options) {
    return RunSnapshot.store(SessionOptions.of(options)).all().stream()
        .filter(run -> run.state() == RunState.COMPLETED)
        .map(RunLedger::runId)
        .toList();
  }
}
