package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.RunNames;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The tables {@code runs} and {@code files}: what ledgers say, as rows. */
final class LedgerTable implements SupportsRead {
  private final String name;
  private final StructType schema;
  private final Supplier<List<InternalRow>> rows;

  private LedgerTable(String name, StructType schema, Supplier<List<InternalRow>> rows) {
    this.name = name;
    this.schema = schema;
    this.rows = rows;
  }

  /** One row per run below the staging path, or those that {@code runId} names. */
  static LedgerTable runs(TransformOptions options) {
    return new LedgerTable(
        "runs",
        RunRows.SCHEMA,
        () ->
            RunSnapshot.store(options).all().stream()
                .filter(run -> isAsked(run, options))
                .map(RunRows::of)
                .toList());
  }

  /**
   * One row per staged file of the run that {@code runId} names, or of the newest completed one.
   */
  static LedgerTable files(TransformOptions options) {
    options.requireOneRun();
    return new LedgerTable("files", FileRows.SCHEMA, () -> FileRows.of(RunSnapshot.find(options)));
  }

  @Override
  public String name() {
    return TransformTableProvider.NAME + " " + name;
  }

  // Later Sparks prefer columns(); schema() is what 3.5 and 4.x both call.
  @SuppressWarnings("deprecation")
  @Override
  public StructType schema() {
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return this::scan;
  }

  private Scan scan() {
    return new LocalScan() {
      @Override
      public StructType readSchema() {
        return schema;
      }

      @Override
      public InternalRow[] rows() {
        return rows.get().toArray(new InternalRow[0]);
      }
    };
  }

  private static boolean isAsked(RunLedger run, TransformOptions options) {
    return options
        .find(OptionTable.RUN_ID)
        .map(names -> RunNames.of(names).matcher().test(run.runId()))
        .orElse(true);
  }
}
