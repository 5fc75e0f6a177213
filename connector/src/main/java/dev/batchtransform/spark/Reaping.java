package dev.batchtransform.spark;

import dev.batchtransform.spark.internal.housekeeping.RunReaper;
import dev.batchtransform.spark.internal.housekeeping.RunSearch;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.session.SessionOptions;
import dev.batchtransform.spark.internal.session.Sessions;
import dev.batchtransform.spark.internal.text.Plural;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The transform jobs that runs below a staging path have left behind: they keep running and cost
 * money, and no driver watches them. A dry run, in which nothing is stopped until {@link #stop}.
 *
 * <pre>{@code
 * Reaping reaping = BatchTransform.reap(spark, "s3a://bucket/scoring", Duration.ofDays(1));
 * reaping.jobs().show();
 * reaping.stop();
 * }</pre>
 *
 * <p>A job is left behind when SageMaker shows it {@code InProgress}, a run's ledger has its wave
 * open, no live driver works on the run, and either the run was to be awaited, so that its driver
 * must have died, or it was not ({@code wait=false}, {@link BatchTransform#start}) and the job is
 * old enough. Other people's jobs are not looked at. SageMaker is called as the run was, or with
 * the session's {@code spark.datasource.sagemaker.region}, {@code endpointUrl}, {@code roleArn} and
 * {@code externalId} where they are set.
 */
public final class Reaping {
  private static final StructType JOBS =
      new StructType()
          .add("job", DataTypes.StringType, false)
          .add("run_id", DataTypes.StringType, false)
          .add("wave", DataTypes.IntegerType, false)
          .add("since", DataTypes.TimestampType, false)
          .add("location", DataTypes.StringType, false);

  private static final StructType KEPT =
      new StructType()
          .add("location", DataTypes.StringType, false)
          .add("why", DataTypes.StringType, false);

  private final SparkSession spark;
  private final String stagingPath;
  private final RunReaper reaper;
  private final RunSearch<RunReaper.OrphanedJob> search;

  private Reaping(
      SparkSession spark,
      String stagingPath,
      RunReaper reaper,
      RunSearch<RunReaper.OrphanedJob> search) {
    this.spark = spark;
    this.stagingPath = stagingPath;
    this.reaper = reaper;
    this.search = search;
  }

  static Reaping find(SparkSession spark, String stagingPath, Duration olderThan) {
    RunReaper reaper =
        new RunReaper(
            Sessions.context(spark),
            new Path(stagingPath),
            Sessions.hadoop(spark),
            SessionOptions.of(Map.of(OptionTable.STAGING_PATH.name(), stagingPath)),
            Clock.systemUTC());
    return new Reaping(spark, stagingPath, reaper, reaper.find(olderThan));
  }

  /**
   * What {@link #stop} would stop, one row per job: its name, its run and wave, when it was
   * created, and where its run lies.
   */
  public Dataset<Row> jobs() {
    return spark.createDataFrame(
        search.found().stream()
            .map(
                each ->
                    RowFactory.create(
                        each.job(),
                        each.run().runId(),
                        each.wave(),
                        Timestamp.from(each.since()),
                        each.location()))
            .toList(),
        JOBS);
  }

  /**
   * Runs whose job is left alone, and why: a driver works on the run, the job is not old enough, or
   * the run could not be looked at.
   */
  public Dataset<Row> kept() {
    return spark.createDataFrame(
        search.kept().stream().map(each -> RowFactory.create(each.location(), each.why())).toList(),
        KEPT);
  }

  /**
   * Stops the jobs. Their runs are then {@code STOPPED}, keep what is finished, and go on when they
   * are written again or attached to. A job that a driver has taken over since it was found, or
   * that has ended, is left alone. What cannot be stopped is named in a warning and does not affect
   * the others.
   */
  public ReapResult stop() {
    List<String> stopped = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (RunReaper.OrphanedJob each : search.found()) {
      (reaper.stop(each) ? stopped : failed).add(each.job());
    }
    return new ReapResult(List.copyOf(stopped), List.copyOf(failed));
  }

  /** The jobs and what is kept, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s left behind below %s, %,d %s left alone",
            Plural.grouped(search.found().size(), "job")
                + Plural.choose(search.found().size(), " is", " are"),
            stagingPath,
            search.kept().size(),
            Plural.choose(search.kept().size(), "is", "are")));
    for (RunReaper.OrphanedJob each : search.found()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n  %s  since %s  run %s, wave %d",
              each.job(),
              each.since(),
              each.run().runId(),
              each.wave()));
    }
    for (RunSearch.Kept each : search.kept()) {
      text.append(
          String.format(Locale.ROOT, "%n  left alone: %s: %s", each.location(), each.why()));
    }
    return text.toString();
  }
}
