package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.join.AlignedReader;
import dev.batchtransform.spark.internal.join.FileToRead;
import dev.batchtransform.spark.internal.join.RowError;
import dev.batchtransform.spark.internal.join.RowLogs;
import dev.batchtransform.spark.internal.options.ReadMode;
import dev.batchtransform.spark.internal.source.ReadPlan.Wanted;
import dev.batchtransform.spark.internal.source.metrics.ReadMetrics;
import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Hands a task the joined rows of its files, one after the other. The row it returns is reused, as
 * Spark allows.
 */
final class TransformPartitionReader implements PartitionReader<InternalRow> {
  private final ReadPlan plan;
  private final Configuration hadoop;
  private final Iterator<FileToRead> files;
  private final boolean carriedAsIs;
  private final int firstPicked;
  private final Wanted[] columns;
  private final GenericInternalRow picked;
  private final UTF8String runId;
  private final UTF8String dt;
  private final JoinedRow joined = new JoinedRow();
  private final RowLogs rowLogs;
  private @Nullable AlignedReader reader;
  private long left;
  private long scored;
  private long failed;
  private long answerBytes;

  TransformPartitionReader(ReadPlan plan, TransformInputPartition partition, Configuration hadoop) {
    this.plan = plan;
    this.hadoop = hadoop;
    this.rowLogs = new RowLogs(hadoop, plan.carried());
    this.files = partition.files().iterator();
    this.left = partition.limit();
    this.carriedAsIs = plan.startsWithAllCarried();
    this.firstPicked = carriedAsIs ? plan.carried().length() : 0;
    this.columns = plan.columns().toArray(new Wanted[0]);
    this.runId = UTF8String.fromString(plan.runId());
    this.dt = UTF8String.fromString(plan.dt());
    this.picked = new GenericInternalRow(columns.length - firstPicked);
  }

  @Override
  public boolean next() throws IOException {
    try {
      return nextRow();
    } catch (IOException failure) {
      ReplacedRun.refuse(plan, hadoop, failure);
      throw failure;
    }
  }

  private boolean nextRow() throws IOException {
    if (left == 0) {
      return false;
    }
    while (reader != null || files.hasNext()) {
      if (reader == null) {
        FaultPoint.READ_FILE.reached();
        FileToRead file = files.next();
        answerBytes += plan.needsAnswers() ? file.answerBytes() : 0;
        reader = new AlignedReader(file, plan.answers(), plan.needsAnswers(), hadoop, rowLogs);
      }
      while (reader.next()) {
        count(reader);
        if (wanted(reader)) {
          left--;
          return true;
        }
      }
      close();
    }
    return false;
  }

  /** Where nobody asks for predictions or errors nothing is known of them. */
  private void count(AlignedReader row) {
    if (plan.needsAnswers()) {
      scored += row.error() == null ? 1 : 0;
      failed += row.error() == null ? 0 : 1;
    }
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return ReadMetrics.ofTask(scored, failed, answerBytes);
  }

  @Override
  public InternalRow get() {
    AlignedReader row = reader;
    if (row == null) {
      throw new IllegalStateException("Spark asks for a row only after next() has found one");
    }
    for (int each = 0; each < picked.numFields(); each++) {
      picked.update(each, pick(row, firstPicked + each));
    }
    return carriedAsIs ? joined.apply(row.carried(), picked) : picked;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  private @Nullable Object pick(AlignedReader row, int index) {
    Wanted column = columns[index];
    return switch (column.ordinal()) {
      case ReadPlan.PREDICTION -> row.prediction();
      case ReadPlan.ERROR -> ErrorRow.of(row.error());
      case ReadPlan.RUN_ID -> runId;
      case ReadPlan.DT -> dt;
      case ReadPlan.ABSENT -> null;
      default -> row.carried().get(column.ordinal(), column.type());
    };
  }

  private boolean wanted(AlignedReader row) {
    RowError error = plan.mode() == ReadMode.PERMISSIVE ? null : row.error();
    if (error == null) {
      return true;
    }
    if (plan.mode() == ReadMode.FAILFAST) {
      throw new TransformRunException(
          "A row has no prediction: "
              + error
              + ": "
              + error.message()
              + ". Read with mode PERMISSIVE to get every row with its error.");
    }
    return false;
  }
}
