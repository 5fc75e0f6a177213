package dev.batchtransform.spark.source;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * For a run whose rows are staged already: Spark computes the rows again, but nothing is written
 * twice.
 */
final class SkippingWriterFactory implements DataWriterFactory {
  private static final long serialVersionUID = 1L;

  @Override
  public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
    return new SkippingWriter();
  }

  private static final class SkippingWriter implements DataWriter<InternalRow> {
    @Override
    public void write(InternalRow row) {}

    @Override
    public WriterCommitMessage commit() {
      return StagedFilesMessage.of(List.of());
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}
  }
}
