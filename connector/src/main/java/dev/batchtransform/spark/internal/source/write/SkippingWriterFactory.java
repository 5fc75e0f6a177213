package dev.batchtransform.spark.internal.source.write;

import dev.batchtransform.spark.internal.record.encode.RecordSpec;
import dev.batchtransform.spark.internal.record.rowlog.RowHasher;
import dev.batchtransform.spark.internal.record.rowlog.RowsHash;
import dev.batchtransform.spark.internal.run.RunSpec;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;

/**
 * For a run whose rows are staged already: Spark computes the rows again, and they are counted and
 * hashed to be told from those of the run, but nothing is written twice.
 *
 * @param schema the DataFrame's schema
 * @param record how a row becomes a record
 * @param carried columns that come back
 */
record SkippingWriterFactory(StructType schema, RecordSpec record, List<String> carried)
    implements DataWriterFactory {

  static SkippingWriterFactory create(RunSpec spec) {
    return new SkippingWriterFactory(spec.schema(), spec.record(), spec.carried());
  }

  @Override
  public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
    return new SkippingWriter(RowHasher.create(schema, record, carried));
  }

  private static final class SkippingWriter implements DataWriter<InternalRow> {
    private final RowHasher hasher;
    private final RowsHash.Sum hash = new RowsHash.Sum();
    private long rows;

    SkippingWriter(RowHasher hasher) {
      this.hasher = hasher;
    }

    @Override
    public void write(InternalRow row) {
      rows++;
      hash.add(hasher.hash(row));
    }

    @Override
    public WriterCommitMessage commit() {
      return CommitMessage.of(new SeenRows(rows, hash.total()));
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}
  }
}
