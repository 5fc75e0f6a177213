package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The table {@code dead_letters}: the failed rows of the run that {@code runId} names, or of the
 * newest completed one, with their record as it was sent.
 */
final class DeadLetterTable implements SupportsRead {
  static final StructType SCHEMA =
      new StructType()
          .add("code", DataTypes.StringType, false)
          .add("message", DataTypes.StringType, true)
          .add("file", DataTypes.StringType, false)
          .add("line", DataTypes.LongType, true)
          .add("attempts", DataTypes.IntegerType, false)
          .add("wave", DataTypes.IntegerType, true)
          .add("record", DataTypes.StringType, true);

  private final String runId;
  private final Optional<URI> file;

  private DeadLetterTable(String runId, Optional<URI> file) {
    this.runId = runId;
    this.file = file;
  }

  static DeadLetterTable of(TransformOptions options) {
    RunLedger run = RunSnapshot.find(options);
    Optional<URI> file =
        Optional.ofNullable(run.deadLetters())
            .map(RunSnapshot.store(options).layout(run)::deadLetters)
            .map(path -> path.toUri());
    return new DeadLetterTable(run.runId(), file);
  }

  @Override
  public String name() {
    return TransformTableProvider.NAME + " dead_letters of run " + runId;
  }

  // Later Sparks prefer columns(); schema() is what 3.5 and 4.x both call.
  @SuppressWarnings("deprecation")
  @Override
  public StructType schema() {
    return SCHEMA;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return () -> new DeadLetterScan(name(), file, RunSnapshot.hadoop());
  }

  /** One file, one task. */
  private record DeadLetterScan(String name, Optional<URI> file, Configuration hadoop)
      implements Scan, Batch {
    @Override
    public String description() {
      return name;
    }

    @Override
    public StructType readSchema() {
      return SCHEMA;
    }

    @Override
    public Batch toBatch() {
      return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
      return file.map(DeadLetterPartition::new).stream().toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
      return new DeadLetterPartition.ReaderFactory(new SerializableConfiguration(hadoop));
    }
  }
}
