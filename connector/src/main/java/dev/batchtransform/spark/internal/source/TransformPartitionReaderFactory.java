package dev.batchtransform.spark.internal.source;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes each task's reader. Travels to the executors, so it holds values only.
 *
 * @param plans what is wanted of each row, for each run
 * @param hadoop the session's Hadoop configuration
 */
record TransformPartitionReaderFactory(List<ReadPlan> plans, SerializableConfiguration hadoop)
    implements PartitionReaderFactory {

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    TransformInputPartition files = (TransformInputPartition) partition;
    ReadPlan plan = plans.get(files.run());
    return plan.needsRows()
        ? new TransformPartitionReader(plan, files, hadoop.value())
        : new CountingPartitionReader(files);
  }
}
