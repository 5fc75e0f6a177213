package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.exceptions.StorageException;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A file of dead letters that one task reads.
 *
 * @param file where it lies
 */
record DeadLetterPartition(URI file) implements InputPartition {

  /**
   * Makes each task's reader. Travels to the executors, so it holds values only.
   *
   * @param hadoop the session's Hadoop configuration
   */
  record ReaderFactory(SerializableConfiguration hadoop) implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      Path path = new Path(((DeadLetterPartition) partition).file());
      try {
        return new DeadLetterPartitionReader(path, hadoop.value());
      } catch (IOException failure) {
        throw new StorageException(
            "Cannot read the dead letters " + path + ": " + failure.getMessage(), failure);
      }
    }
  }
}
