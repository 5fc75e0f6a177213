package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.ResultTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.session.SessionOptions;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** The data source {@code sagemaker}. */
public final class TransformTableProvider implements TableProvider, DataSourceRegister {

  /** The data source's short name. */
  public static final String NAME = "sagemaker";

  private @Nullable Table loaded;

  /** Called by Spark, through the service loader. */
  public TransformTableProvider() {}

  @Override
  public String shortName() {
    return NAME;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    loaded = load(SessionOptions.of(options.asCaseSensitiveMap()));
    return schemaOf(loaded);
  }

  /**
   * Spark calls this without {@link #inferSchema} for a write, with the schema of the rows to
   * write, and for a read with a schema of the user's own.
   */
  @Override
  public Table getTable(
      @Nullable StructType schema, Transform[] partitioning, Map<String, String> properties) {
    if (loaded != null) {
      return loaded;
    }
    TransformOptions options = SessionOptions.of(properties);
    return new TransformTable(schema == null ? new StructType() : schema, options);
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  private static Table load(TransformOptions options) {
    ResultTable table = options.get(OptionTable.TABLE);
    return switch (table) {
      case RESULTS, ALL -> TransformTable.ofResult(options);
      case RUNS -> LedgerTable.runs(options);
      case FILES -> LedgerTable.files(options);
      case DEAD_LETTERS -> DeadLetterTable.of(options);
    };
  }

  // Table.columns() replaces schema() in later Sparks; schema() is what Spark 3.5 and 4.x both
  // have.
  @SuppressWarnings("deprecation")
  private static StructType schemaOf(Table table) {
    return table.schema();
  }
}
