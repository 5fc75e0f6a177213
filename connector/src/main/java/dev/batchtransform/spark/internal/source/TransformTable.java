package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.source.write.TransformWriteBuilder;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** The table {@code results}: writing to it is a run, reading it is a run's joined result. */
final class TransformTable implements SupportsRead, SupportsWrite {
  private final StructType schema;
  private final TransformOptions options;
  private final @Nullable RunsToRead runs;

  /** The table that a write names; nothing needs to be there yet. */
  TransformTable(StructType schema, TransformOptions options) {
    this(schema, options, null);
  }

  private TransformTable(
      StructType schema, TransformOptions options, @Nullable RunsToRead runs) {
    this.schema = schema;
    this.options = options;
    this.runs = runs;
  }

  /** The result that a read names, as its ledger stands now. */
  static TransformTable ofResult(TransformOptions options) {
    RunsToRead runs = RunsToRead.of(options);
    return new TransformTable(runs.schema(), options, runs);
  }

  @Override
  public String name() {
    return runs == null
        ? TransformTableProvider.NAME
        : TransformTableProvider.NAME + " " + runs.description();
  }

  // Later Sparks prefer columns(); schema() is what 3.5 and 4.x both call.
  @SuppressWarnings("deprecation")
  @Override
  public StructType schema() {
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(
        TableCapability.BATCH_READ,
        TableCapability.BATCH_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.ACCEPT_ANY_SCHEMA);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap scanOptions) {
    return new TransformScanBuilder(runs == null ? runsAs(schema) : runs);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new TransformWriteBuilder(options, info.schema());
  }

  private RunsToRead runsAs(StructType asked) {
    RunsToRead found = RunsToRead.of(options);
    String names = String.join(",", found.schema().fieldNames());
    if (!asked.catalogString().equals(found.schema().catalogString())) {
      throw new InvalidSchemaException(
          "Cannot read "
              + found.description()
              + " with a schema of your own because its result has the columns "
              + names
              + ". Leave .schema(...) out; the type of a prediction is set with option 'resultSchema'.");
    }
    return found;
  }
}
