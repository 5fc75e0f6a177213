package dev.batchtransform.spark;

import dev.batchtransform.spark.internal.housekeeping.RunPurge;
import dev.batchtransform.spark.internal.housekeeping.RunSearch;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.session.Sessions;
import dev.batchtransform.spark.internal.text.Plural;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The runs below a staging path that are old enough to be deleted: a dry run, in which nothing is
 * deleted until {@link #delete}.
 *
 * <pre>{@code
 * Purge purge = BatchTransform.purge(spark, "s3a://bucket/scoring", Duration.ofDays(90));
 * purge.runs().show();
 * purge.delete();
 * }</pre>
 *
 * <p>A run may go when it has ended ({@code COMPLETED}, {@code FAILED} or {@code STOPPED}) and its
 * last change is old enough, or when its staging began that long ago, at least a day ago, and was
 * never committed. A run whose wave has not ended stays, and so does every folder without a ledger
 * that this version can read and that names this very folder.
 */
public final class Purge {
  private static final StructType RUNS =
      new StructType()
          .add("run_id", DataTypes.StringType, false)
          .add("dt", DataTypes.StringType, false)
          .add("state", DataTypes.StringType, false)
          .add("created", DataTypes.TimestampType, false)
          .add("finished", DataTypes.TimestampType, true)
          .add("rows", DataTypes.LongType, false)
          .add("files", DataTypes.LongType, false)
          .add("bytes", DataTypes.LongType, false)
          .add("location", DataTypes.StringType, false);

  private static final StructType KEPT =
      new StructType()
          .add("location", DataTypes.StringType, false)
          .add("why", DataTypes.StringType, false);

  private final SparkSession spark;
  private final String stagingPath;
  private final RunPurge purge;
  private final RunSearch<RunPurge.Deletable> search;

  private Purge(
      SparkSession spark,
      String stagingPath,
      RunPurge purge,
      RunSearch<RunPurge.Deletable> search) {
    this.spark = spark;
    this.stagingPath = stagingPath;
    this.purge = purge;
    this.search = search;
  }

  static Purge find(SparkSession spark, String stagingPath, Duration olderThan) {
    RunPurge purge =
        new RunPurge(Sessions.context(spark), new Path(stagingPath), Sessions.hadoop(spark));
    return new Purge(spark, stagingPath, purge, purge.find(olderThan, Clock.systemUTC()));
  }

  /**
   * What {@link #delete} would delete, one row per run: its id, day and state, when it was created
   * and has ended, its rows, and the files and bytes in its folder.
   */
  public Dataset<Row> runs() {
    return spark.createDataFrame(search.found().stream().map(Purge::row).toList(), RUNS);
  }

  /**
   * What stays although it may be old, one row per folder, and why: a run that has not ended, a
   * ledger that cannot be read or is not this folder's. Younger runs and folders without a ledger
   * are not among them.
   */
  public Dataset<Row> kept() {
    return spark.createDataFrame(
        search.kept().stream().map(each -> RowFactory.create(each.location(), each.why())).toList(),
        KEPT);
  }

  /**
   * Deletes the runs, each with everything in its folder, and the {@code dt=} folders that are then
   * empty. A run that has changed since it was found stays. What cannot be deleted is named in a
   * warning and does not stop the others from being deleted; purging again tries it again.
   */
  public PurgeResult delete() {
    List<String> deleted = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (RunPurge.Deletable each : search.found()) {
      (purge.delete(each) ? deleted : failed).add(each.run().runId());
    }
    purge.deleteForgottenClaims();
    return new PurgeResult(List.copyOf(deleted), List.copyOf(failed));
  }

  /** One line for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Purge of %s: %s with %s and %s would be deleted by delete(); %s kept, see kept()",
        stagingPath,
        Plural.grouped(search.found().size(), "run"),
        Plural.grouped(search.found().stream().mapToLong(RunPurge.Deletable::files).sum(), "file"),
        Plural.grouped(search.found().stream().mapToLong(RunPurge.Deletable::bytes).sum(), "byte"),
        Plural.grouped(search.kept().size(), "folder")
            + Plural.choose(search.kept().size(), " is", " are"));
  }

  private static Row row(RunPurge.Deletable deletable) {
    RunLedger run = deletable.run();
    return RowFactory.create(
        run.runId(),
        run.dt(),
        run.state().name(),
        Timestamp.from(run.created()),
        Optional.ofNullable(run.finished()).map(Timestamp::from).orElse(null),
        run.rows(),
        deletable.files(),
        deletable.bytes(),
        deletable.layout().toString());
  }
}
