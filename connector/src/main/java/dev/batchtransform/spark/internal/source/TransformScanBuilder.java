package dev.batchtransform.spark.internal.source;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownFilters;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Takes from Spark which columns, which runs and how many rows a query wants. Reads nothing. */
final class TransformScanBuilder
    implements SupportsPushDownRequiredColumns, SupportsPushDownFilters, SupportsPushDownLimit {
  private final RunsToRead runs;
  private StructType required;
  private List<Filter> ofRuns = List.of();
  private long limit = Long.MAX_VALUE;

  TransformScanBuilder(RunsToRead runs) {
    this.runs = runs;
    this.required = runs.schema();
  }

  /**
   * Spark may ask for some fields of a struct only; whole columns are what the row log holds, and
   * Spark takes its fields from them.
   */
  @Override
  public void pruneColumns(StructType columns) {
    StructType all = runs.schema();
    required =
        new StructType(
            Arrays.stream(columns.fieldNames())
                .map(name -> all.apply(all.fieldIndex(name)))
                .toArray(StructField[]::new));
  }

  /** What speaks of runs alone leaves out whole runs; all else is Spark's to do. */
  @Override
  public Filter[] pushFilters(Filter[] filters) {
    ofRuns =
        runs.several() ? Arrays.stream(filters).filter(RunFilter::isOfRuns).toList() : List.of();
    return Arrays.stream(filters).filter(filter -> !ofRuns.contains(filter)).toArray(Filter[]::new);
  }

  @Override
  public Filter[] pushedFilters() {
    return ofRuns.toArray(Filter[]::new);
  }

  @Override
  public boolean pushLimit(int rows) {
    limit = rows;
    return true;
  }

  /**
   * Each task stops at the limit by itself, so Spark still has to cut what they return together.
   */
  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public Scan build() {
    RunsToRead wanted =
        runs.where(run -> ofRuns.stream().allMatch(filter -> RunFilter.keeps(filter, run)));
    return new TransformScan(wanted, required, limit);
  }
}
