package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.join.FileToRead;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.ReadMode;
import dev.batchtransform.spark.internal.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A read of a run's result. Spark plans it more often than it runs it ({@code explain} twice, a
 * self-join four times), so planning works on the ledger that was read once and opens nothing. The
 * session is asked here, while Spark plans: it is no more the active one for certain when Spark
 * makes the readers.
 */
final class TransformScan implements Scan, Batch, SupportsReportStatistics {
  private final RunSnapshot snapshot;
  private final StructType required;
  private final long limit;
  private final int parallelism = Math.max(1, Sessions.context().defaultParallelism());
  private final long maxPartitionBytes = Sessions.maxPartitionBytes();
  private final long openCost = Sessions.openCostBytes();
  private final Configuration hadoop = Sessions.hadoop();
  private final ScanSize size;

  TransformScan(RunSnapshot snapshot, StructType required, long limit) {
    this.snapshot = snapshot;
    this.required = required;
    this.limit = limit;
    ReadPlan plan = ReadPlan.of(snapshot, required);
    this.size = ScanSize.of(snapshot.result(), required, plan.needsRows(), plan.needsAnswers());
  }

  @Override
  public StructType readSchema() {
    return required;
  }

  @Override
  public String description() {
    return TransformTableProvider.NAME
        + " run "
        + snapshot.run().runId()
        + " columns "
        + String.join(",", required.fieldNames());
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    List<InputPartition> partitions = new ArrayList<>();
    List<FileToRead> open = new ArrayList<>();
    long target = partitionBytes();
    long bytes = 0;
    long rows = 0;
    for (LedgerFile file : snapshot.run().files()) {
      if (rows >= enoughRows()) {
        break;
      }
      long cost = size.read(file) + openCost;
      if (!open.isEmpty() && bytes + cost > target) {
        partitions.add(new TransformInputPartition(List.copyOf(open), limit));
        open.clear();
        bytes = 0;
      }
      open.add(FileToRead.of(file));
      bytes += cost;
      rows += file.staged().rows();
    }
    if (!open.isEmpty()) {
      partitions.add(new TransformInputPartition(List.copyOf(open), limit));
    }
    return partitions.toArray(new InputPartition[0]);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new TransformPartitionReaderFactory(
        ReadPlan.of(snapshot, required), new SerializableConfiguration(hadoop));
  }

  @Override
  public Statistics estimateStatistics() {
    RunLedger run = snapshot.run();
    long bytes = run.files().stream().mapToLong(size::handedOn).sum();
    long rows = run.rows();
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(bytes);
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.of(rows);
      }
    };
  }

  /** With rows left out on the way nobody knows how many files a limit takes. */
  private long enoughRows() {
    boolean dropsRows = snapshot.mode() == ReadMode.DROPMALFORMED;
    return dropsRows ? Long.MAX_VALUE : limit;
  }

  private long partitionBytes() {
    long all = snapshot.run().files().stream().mapToLong(file -> size.read(file) + openCost).sum();
    return Math.min(maxPartitionBytes, Math.max(openCost, all / parallelism));
  }
}
