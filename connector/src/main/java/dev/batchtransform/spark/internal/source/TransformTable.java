package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.options.TransformOptions;
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
  private final @Nullable RunSnapshot snapshot;

  /** The table that a write names; nothing needs to be there yet. */
  TransformTable(StructType schema, TransformOptions options) {
    this(schema, options, null);
  }

  private TransformTable(
      StructType schema, TransformOptions options, @Nullable RunSnapshot snapshot) {
    this.schema = schema;
    this.options = options;
    this.snapshot = snapshot;
  }

  /** The result that a read names, as its ledger stands now. */
  static TransformTable ofResult(TransformOptions options) {
    RunSnapshot snapshot = RunSnapshot.read(options);
    return new TransformTable(snapshot.result().schema(), options, snapshot);
  }

  @Override
  public String name() {
    return snapshot == null
        ? TransformTableProvider.NAME
        : TransformTableProvider.NAME + " run " + snapshot.run().runId();
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
    return new TransformScanBuilder(snapshot == null ? snapshotAs(schema) : snapshot);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new TransformWriteBuilder(options, info.schema());
  }

  private RunSnapshot snapshotAs(StructType asked) {
    RunSnapshot found = RunSnapshot.read(options);
    String names = String.join(",", found.result().schema().fieldNames());
    if (!asked.catalogString().equals(found.result().schema().catalogString())) {
      throw new InvalidSchemaException(
          "Cannot read run '"
              + found.run().runId()
              + "' with a schema of your own because its result has the columns "
              + names
              + ". Leave .schema(...) out; the type of a prediction is set with option 'resultSchema'.");
    }
    return found;
  }
}
