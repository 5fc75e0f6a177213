package dev.batchtransform.spark.internal.source;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/** A catalog's table that is made of rows: a run, which is there once its write has committed. */
record StagedRun(TransformTable table) implements StagedTable, SupportsWrite {
  @Override
  public String name() {
    return table.name();
  }

  // Later Sparks prefer columns(); schema() is what 3.5 and 4.x both call.
  @SuppressWarnings("deprecation")
  @Override
  public StructType schema() {
    return table.schema();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return table.capabilities();
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return table.newWriteBuilder(info);
  }

  @Override
  public void commitStagedChanges() {}

  @Override
  public void abortStagedChanges() {}
}
