package dev.batchtransform.spark.internal.source.write;

import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.record.encode.RecordSpec;
import dev.batchtransform.spark.internal.run.RunSpec;
import dev.batchtransform.spark.internal.stage.FilePlan;
import dev.batchtransform.spark.internal.stage.FilePlans;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes each task's writer. Travels to the executors, so it holds values only.
 *
 * @param layout where the run lies
 * @param schema the DataFrame's schema
 * @param record how a row becomes a record
 * @param carried columns that come back
 * @param maxRecordBytes most bytes of a record, line break included
 * @param plan how a task spreads its rows over files
 * @param gzip whether what the model reads is compressed
 * @param writeId unique per write, so that a task of an earlier driver never writes to a name of
 *     this one
 * @param hadoop the session's Hadoop configuration
 */
record TransformDataWriterFactory(
    RunLayout layout,
    StructType schema,
    RecordSpec record,
    List<String> carried,
    long maxRecordBytes,
    FilePlan plan,
    boolean gzip,
    String writeId,
    SerializableConfiguration hadoop)
    implements DataWriterFactory {

  static TransformDataWriterFactory create(
      RunSpec spec, RunLayout layout, Configuration hadoop, int tasks) {
    return new TransformDataWriterFactory(
        layout,
        spec.schema(),
        spec.record(),
        spec.carried(),
        spec.maxRecordBytes(),
        FilePlans.of(spec.options(), tasks),
        spec.options().get(OptionTable.GZIP),
        UUID.randomUUID().toString().substring(0, 8),
        new SerializableConfiguration(hadoop));
  }

  @Override
  public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
    return new TransformDataWriter(this, partitionId, taskId);
  }

  /**
   * A file's name says partition, write, task attempt and number, so that no two attempts share
   * one.
   */
  String fileName(int partitionId, long taskId, int number) {
    return FilePlan.name(
        String.format(Locale.ROOT, "part-%05d-%s-%d", partitionId, writeId, taskId), number);
  }
}
