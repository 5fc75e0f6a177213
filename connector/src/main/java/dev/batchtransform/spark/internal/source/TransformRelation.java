package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.session.SessionOptions;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.InsertableRelation;
import org.apache.spark.sql.sources.PrunedScan;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A table of a catalog that only knows relations of the first kind, as the session's own does on
 * Spark 3.5. It is a read, or a write, through the data source as everybody else does it.
 */
final class TransformRelation extends BaseRelation implements PrunedScan, InsertableRelation {
  private final SQLContext context;
  private final Map<String, String> options;
  private final @Nullable StructType declared;
  private @Nullable Dataset<Row> result;

  /**
   * A table of the catalog.
   *
   * @param declared the columns that it was made with; null for all that its run has
   */
  TransformRelation(
      SQLContext context, Map<String, String> options, @Nullable StructType declared) {
    this.context = context;
    this.options = options;
    this.declared = declared;
  }

  @Override
  public SQLContext sqlContext() {
    return context;
  }

  @Override
  public StructType schema() {
    return declared == null ? result().schema() : declared;
  }

  /** What a scan gives are Spark's own rows. */
  @Override
  public boolean needConversion() {
    return false;
  }

  @SuppressWarnings("unchecked") // Spark asks for rows of its own where needConversion() is false.
  @Override
  public RDD<Row> buildScan(String[] columns) {
    Column[] wanted = Arrays.stream(columns).map(this::column).toArray(Column[]::new);
    return (RDD<Row>) (RDD<?>) result().select(wanted).queryExecution().toRdd();
  }

  /** An insert is a run. */
  @Override
  public void insert(Dataset<Row> rows, boolean overwrite) {
    requireOptions();
    write(rows, options, overwrite ? SaveMode.Overwrite : SaveMode.Append);
  }

  /** Spark 3.5 gives a table that {@code saveAsTable} makes none of the write's options. */
  private void requireOptions() {
    try {
      SessionOptions.of(options).requireForWriting();
    } catch (InvalidOptionException failure) {
      throw new InvalidOptionException(
          failure.getMessage()
              + " A table takes the options that it was made with, and saveAsTable() makes it without"
              + " any. Make it with CREATE TABLE ... USING sagemaker OPTIONS (...) and insert into it,"
              + " or write with save(path).");
    }
  }

  static void write(Dataset<Row> rows, Map<String, String> options, SaveMode mode) {
    rows.write().format(TransformTableProvider.NAME).options(options).mode(mode).save();
  }

  private Column column(String name) {
    Column column = functions.col("`" + name.replace("`", "``") + "`");
    return declared == null ? column : column.cast(declared.apply(name).dataType()).as(name);
  }

  private Dataset<Row> result() {
    Dataset<Row> read = result;
    if (read == null) {
      read =
          context.sparkSession().read().format(TransformTableProvider.NAME).options(options).load();
      result = read;
    }
    return read;
  }
}
