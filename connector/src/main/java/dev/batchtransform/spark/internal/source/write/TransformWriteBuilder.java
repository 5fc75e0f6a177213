package dev.batchtransform.spark.internal.source.write;

import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.run.RunSpec;
import dev.batchtransform.spark.internal.session.Sessions;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/** Checks a write's options and schema. Has no effect on anything outside. */
public final class TransformWriteBuilder implements WriteBuilder, SupportsTruncate {
  private final TransformOptions options;
  private final StructType schema;
  private boolean replace;

  /** A write of rows of this schema. */
  public TransformWriteBuilder(TransformOptions options, StructType schema) {
    this.options = options;
    this.schema = schema;
  }

  /**
   * Save mode {@code overwrite}: the run that {@code runId} names is replaced, and nothing else.
   */
  @Override
  public WriteBuilder truncate() {
    replace = true;
    return this;
  }

  @Override
  public Write build() {
    return new TransformWrite(RunSpec.of(options, schema, Sessions.caseSensitive()), replace);
  }
}
