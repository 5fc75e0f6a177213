package dev.batchtransform.spark.source;

import dev.batchtransform.spark.options.ReadMode;
import dev.batchtransform.spark.run.FileToRead;
import dev.batchtransform.spark.run.LedgerFile;
import dev.batchtransform.spark.run.RunLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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
 * self-join four times), so planning works on the ledger that was read once and opens nothing.
 */
final class TransformScan implements Scan, Batch, SupportsReportStatistics {
  /** As {@code spark.sql.files.maxPartitionBytes}. */
  private static final long MAX_PARTITION_BYTES = 128L << 20;

  /**
   * As {@code spark.sql.files.openCostInBytes}: what opening a file costs, in bytes that could be
   * read meanwhile.
   */
  private static final long OPEN_COST_BYTES = 4L << 20;

  private final RunSnapshot snapshot;
  private final StructType required;
  private final long limit;
  private final int parallelism;

  TransformScan(RunSnapshot snapshot, StructType required, long limit) {
    this.snapshot = snapshot;
    this.required = required;
    this.limit = limit;
    this.parallelism = Math.max(1, Sessions.context().defaultParallelism());
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
    long size = 0;
    long rows = 0;
    for (LedgerFile file : snapshot.run().files()) {
      if (rows >= enoughRows()) {
        break;
      }
      long cost = FileToRead.bytes(file) + OPEN_COST_BYTES;
      if (!open.isEmpty() && size + cost > target) {
        partitions.add(new TransformInputPartition(List.copyOf(open), limit));
        open.clear();
        size = 0;
      }
      open.add(FileToRead.of(file));
      size += cost;
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
        ReadPlan.of(snapshot, required), new SerializableConfiguration(RunSnapshot.hadoop()));
  }

  @Override
  public Statistics estimateStatistics() {
    RunLedger run = snapshot.run();
    long bytes = run.files().stream().mapToLong(FileToRead::bytes).sum();
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
    long all =
        snapshot.run().files().stream()
            .mapToLong(file -> FileToRead.bytes(file) + OPEN_COST_BYTES)
            .sum();
    return Math.min(MAX_PARTITION_BYTES, Math.max(OPEN_COST_BYTES, all / parallelism));
  }
}
