package dev.batchtransform.spark.internal.source.write;

import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.record.encode.RecordEncoder;
import dev.batchtransform.spark.internal.record.rowlog.CarriedProjection;
import dev.batchtransform.spark.internal.record.rowlog.RowHasher;
import dev.batchtransform.spark.internal.record.rowlog.RowTag;
import dev.batchtransform.spark.internal.source.metrics.WriteMetrics;
import dev.batchtransform.spark.internal.stage.Discard;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.stage.StagedFileWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.jspecify.annotations.Nullable;

/**
 * A task attempt's side of a write: encodes rows and spreads them over files. Rows go round the
 * files in turn, so that these grow alike. A row that cannot be sent goes to the row log alone and
 * comes back with its error.
 */
final class TransformDataWriter implements DataWriter<InternalRow> {
  private final TransformDataWriterFactory write;
  private final int partitionId;
  private final long taskId;
  private final Configuration hadoop;
  private final RecordEncoder encoder;
  private final CarriedProjection carried;
  private final RowHasher hasher;
  private final @Nullable StagedFileWriter[] lanes;
  private final List<StagedFile> finished = new ArrayList<>();
  private final int[] finishedOfLane;
  private final long[] bytesOfLane;
  private int lane;
  private int inTurn;
  private int files;

  TransformDataWriter(TransformDataWriterFactory write, int partitionId, long taskId) {
    this.write = write;
    this.partitionId = partitionId;
    this.taskId = taskId;
    this.hadoop = write.hadoop().value();
    this.encoder = RecordEncoder.create(write.schema(), write.record());
    this.carried = CarriedProjection.create(write.schema(), write.carried());
    this.hasher = RowHasher.create(write.schema(), write.record(), write.carried());
    this.lanes = new StagedFileWriter[write.plan().lanes()];
    this.finishedOfLane = new int[lanes.length];
    this.bytesOfLane = new long[lanes.length];
  }

  @Override
  public void write(InternalRow row) throws IOException {
    StagedFileWriter file = lanes[lane];
    if (file == null) {
      file = open();
      lanes[lane] = file;
      FaultPoint.STAGE_FILE_OPENED.reached();
    }
    append(file, row);
    if (isFull(file)) {
      finish(lane);
    }
    inTurn++;
    if (inTurn == write.plan().turn()) {
      inTurn = 0;
      lane = (lane + 1) % lanes.length;
    }
  }

  private boolean isFull(StagedFileWriter file) {
    return write.plan().isFull(file.bytes(), file.rows(), file.rowBytes(), bytesOfLane[lane])
        || file.rows() >= write.plan().mostRows(partitionId, lane, finishedOfLane[lane]);
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    long rows = 0;
    long records = 0;
    long bytes = 0;
    for (StagedFile file : finished) {
      rows += file.rows();
      records += file.records();
      bytes += file.bytes();
    }
    for (StagedFileWriter file : lanes) {
      if (file != null) {
        rows += file.rows();
        records += file.records();
        bytes += file.bytes();
      }
    }
    return WriteMetrics.ofTask(rows, records, bytes, files);
  }

  /** Fails when the task was killed meanwhile, so that Spark aborts it. */
  @Override
  public WriterCommitMessage commit() throws IOException {
    for (int each = 0; each < lanes.length; each++) {
      finish(each);
    }
    refuseIfKilled();
    return CommitMessage.of(finished.toArray(StagedFile[]::new));
  }

  /** Leaves nothing of this attempt behind. Never throws: another failure is on its way already. */
  @Override
  public void abort() {
    for (int each = 0; each < lanes.length; each++) {
      StagedFileWriter file = lanes[each];
      if (file != null) {
        file.abort();
        lanes[each] = null;
      }
    }
    finished.forEach(file -> Discard.staged(write.layout(), file, hadoop));
    finished.clear();
  }

  /**
   * Spark calls this after {@link #commit()} and after {@link #abort()} alike; both have closed
   * every file.
   */
  @Override
  public void close() {}

  private void append(StagedFileWriter file, InternalRow row) throws IOException {
    boolean sendable = encoder.encode(row, file.records());
    UnsafeRow kept = carried.apply(row);
    long hash = hasher.hash(row);
    if (!sendable) {
      file.append(kept, hash, RowTag.UNPARSEABLE);
    } else if (encoder.length() + 1L > write.maxRecordBytes()) {
      file.append(kept, hash, RowTag.OVERSIZE);
    } else {
      file.append(kept, hash, encoder.buffer(), encoder.length());
    }
  }

  private StagedFileWriter open() throws IOException {
    String name = write.fileName(partitionId, taskId, files++);
    return new StagedFileWriter(write.layout(), name, write.gzip(), carried.schema(), hadoop);
  }

  private void finish(int each) throws IOException {
    StagedFileWriter file = lanes[each];
    if (file != null) {
      refuseIfKilled();
      StagedFile staged = file.commit();
      finished.add(staged);
      bytesOfLane[each] += staged.bytes();
      lanes[each] = null;
      finishedOfLane[each]++;
      FaultPoint.STAGE_FILE_WRITTEN.reached();
    }
  }

  /**
   * Spark drops the message of a killed attempt that commits nevertheless, and aborts it no more;
   * the driver may have looked for files already.
   */
  private static void refuseIfKilled() throws InterruptedIOException {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new InterruptedIOException("The task was killed; its files are deleted");
    }
  }
}
