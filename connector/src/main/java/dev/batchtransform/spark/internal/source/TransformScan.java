package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.join.FileToRead;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.options.ReadMode;
import dev.batchtransform.spark.internal.session.Sessions;
import dev.batchtransform.spark.internal.source.metrics.ReadMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A read of the results of one run or several. Spark plans it more often than it runs it ({@code
 * explain} twice, a self-join four times), so planning works on ledgers that were read once and
 * opens nothing. The session is asked here, while Spark plans: it is no more the active one for
 * certain when Spark makes the readers.
 */
final class TransformScan implements Scan, Batch, SupportsReportStatistics {
  private final RunsToRead runs;
  private final StructType required;
  private final long limit;
  private final int parallelism = Math.max(1, Sessions.context().defaultParallelism());
  private final long maxPartitionBytes = Sessions.maxPartitionBytes();
  private final long openCost = Sessions.openCostBytes();
  private final Configuration hadoop = Sessions.hadoop();
  private final List<ReadPlan> plans;
  private final List<ScanSize> sizes;

  TransformScan(RunsToRead runs, StructType required, long limit) {
    this.runs = runs;
    this.required = required;
    this.limit = limit;
    this.plans = runs.runs().stream().map(run -> ReadPlan.of(run, required)).toList();
    this.sizes = IntStream.range(0, plans.size()).mapToObj(this::sizeOf).toList();
  }

  private ScanSize sizeOf(int run) {
    ReadPlan plan = plans.get(run);
    return ScanSize.of(
        runs.runs().get(run).result(), required, plan.needsRows(), plan.needsAnswers());
  }

  @Override
  public StructType readSchema() {
    return required;
  }

  @Override
  public String description() {
    return TransformTableProvider.NAME
        + " "
        + runs.description()
        + " columns "
        + String.join(",", required.fieldNames());
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ReadMetrics.all();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    List<InputPartition> partitions = new ArrayList<>();
    long target = partitionBytes();
    long rows = 0;
    for (int run = 0; run < plans.size() && rows < limit; run++) {
      rows += plan(run, target, limit - rows, partitions);
    }
    return partitions.toArray(new InputPartition[0]);
  }

  /**
   * Adds a run's partitions.
   *
   * @param enough rows that are enough of it
   * @return rows that it is certain to give; 0 where nobody knows it
   */
  private long plan(int run, long target, long enough, List<InputPartition> partitions) {
    boolean dropsRows = plans.get(run).mode() == ReadMode.DROPMALFORMED;
    List<FileToRead> open = new ArrayList<>();
    long bytes = 0;
    long rows = 0;
    for (LedgerFile file : runs.runs().get(run).run().files()) {
      if (rows >= enough) {
        break;
      }
      long cost = cost(run, file);
      if (!open.isEmpty() && bytes + cost > target) {
        partitions.add(new TransformInputPartition(run, List.copyOf(open), limit));
        open.clear();
        bytes = 0;
      }
      open.add(FileToRead.of(file));
      bytes += cost;
      rows += dropsRows ? 0 : file.staged().rows();
    }
    if (!open.isEmpty()) {
      partitions.add(new TransformInputPartition(run, List.copyOf(open), limit));
    }
    return rows;
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new TransformPartitionReaderFactory(plans, new SerializableConfiguration(hadoop));
  }

  @Override
  public Statistics estimateStatistics() {
    long bytes = overFiles((run, file) -> sizes.get(run).handedOn(file));
    long rows = runs.runs().stream().mapToLong(run -> run.run().rows()).sum();
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

  private long partitionBytes() {
    long all = overFiles(this::cost);
    return Math.min(maxPartitionBytes, Math.max(openCost, all / parallelism));
  }

  private long cost(int run, LedgerFile file) {
    return sizes.get(run).read(file) + openCost;
  }

  private interface OfFile {
    long of(int run, LedgerFile file);
  }

  private long overFiles(OfFile number) {
    long all = 0;
    for (int run = 0; run < plans.size(); run++) {
      for (LedgerFile file : runs.runs().get(run).run().files()) {
        all += number.of(run, file);
      }
    }
    return all;
  }
}
