package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.source.write.TransformWriteBuilder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** The table {@code results}: writing to it is a run, reading it is a run's joined result. */
final class TransformTable implements SupportsRead, SupportsWrite {
  private final StructType schema;
  private final TransformOptions options;
  private final boolean anyColumns;
  private final @Nullable RunsToRead runs;

  private TransformTable(
      StructType schema, TransformOptions options, boolean anyColumns, @Nullable RunsToRead runs) {
    this.schema = schema;
    this.options = options;
    this.anyColumns = anyColumns;
    this.runs = runs;
  }

  /** What a write of rows with these columns names; nothing needs to be there yet. */
  static TransformTable ofRows(StructType schema, TransformOptions options) {
    return new TransformTable(schema, options, true, null);
  }

  /** A catalog's table: what is inserted takes its columns, by their places. */
  static TransformTable ofCatalog(StructType schema, TransformOptions options) {
    return new TransformTable(schema, options, false, null);
  }

  /** The result that a read names, as its ledger stands now. */
  static TransformTable ofResult(TransformOptions options) {
    RunsToRead runs = RunsToRead.of(options);
    return new TransformTable(runs.schema(), options, true, runs);
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
    Set<TableCapability> all =
        EnumSet.of(
            TableCapability.BATCH_READ,
            TableCapability.BATCH_WRITE,
            TableCapability.TRUNCATE,
            // Refused with what to do instead, which is more than Spark says.
            TableCapability.STREAMING_WRITE);
    if (anyColumns) {
      all.add(TableCapability.ACCEPT_ANY_SCHEMA);
    }
    return all;
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap scanOptions) {
    return new TransformScanBuilder(runs == null ? runsAs(schema) : runs);
  }

  /** A write may give options of its own, as {@code saveAsTable} does, over those of the table. */
  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    if (runs != null) {
      throw new RunConflictException(
          "Cannot insert into the result of "
              + runs.description()
              + ": it is only read. Insert into a table with columns, which makes each insert a run:"
              + " CREATE TABLE t (id BIGINT, ...) USING sagemaker OPTIONS (path '...', model '...').");
    }
    Map<String, String> given = CatalogProperties.without(info.options().asCaseSensitiveMap());
    return new TransformWriteBuilder(
        TransformOptions.parse(given, options.asMap()), named(info.schema()));
  }

  /** A temporary view's columns have its own names, whatever those of the inserted rows are. */
  private StructType named(StructType inserted) {
    if (schema.isEmpty() || Arrays.equals(schema.fieldNames(), inserted.fieldNames())) {
      return inserted;
    }
    StructField[] fields = inserted.fields();
    boolean fits = fields.length == schema.length();
    for (int at = 0; fits && at < fields.length; at++) {
      fits = fields[at].dataType().sameType(schema.fields()[at].dataType());
    }
    if (!fits) {
      throw new InvalidSchemaException(
          "Cannot insert "
              + inserted.toDDL()
              + " here because its columns are "
              + schema.toDDL()
              + ". Select as many columns, with these types.");
    }
    return new StructType(
        IntStream.range(0, fields.length)
            .mapToObj(
                at ->
                    new StructField(
                        schema.fieldNames()[at],
                        fields[at].dataType(),
                        fields[at].nullable(),
                        fields[at].metadata()))
            .toArray(StructField[]::new));
  }

  /** Some of the columns, in whatever order they are asked for. */
  private RunsToRead runsAs(StructType asked) {
    RunsToRead found = RunsToRead.of(options);
    StructType result = found.schema();
    Set<String> names = Set.of(result.fieldNames());
    for (StructField field : asked.fields()) {
      if (!names.contains(field.name())
          || !result.apply(field.name()).dataType().sameType(field.dataType())) {
        throw new InvalidSchemaException(
            "Cannot read "
                + found.description()
                + " with a column "
                + field.name()
                + " "
                + field.dataType().sql()
                + " because its result has "
                + result.toDDL()
                + ". Name columns of the result with their types, or none; the type of a prediction"
                + " is set with option 'resultSchema'.");
      }
    }
    return found.withColumns(
        new StructType(
            Arrays.stream(asked.fieldNames()).map(result::apply).toArray(StructField[]::new)));
  }
}
