package dev.batchtransform.spark.run;

import dev.batchtransform.spark.session.SparkTasks;
import dev.batchtransform.spark.stage.RunLayout;
import dev.batchtransform.spark.stage.StagedFile;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Narrows a failing file down to its bad rows: cuts it into parts, of which those without a bad row
 * succeed, and cuts the others again. A wave costs minutes of start-up and a part costs next to
 * nothing, so a cut makes as many parts as it takes to stand at single records when the last wave
 * is sent.
 */
final class FailureIsolation {
  /**
   * Most parts that one wave is given: SageMaker names no limit of a manifest, and writing and
   * listing them takes minutes, as a job's start does.
   */
  private static final long MAX_PARTS = 50_000;

  private final JavaSparkContext spark;
  private final Configuration hadoop;

  FailureIsolation(JavaSparkContext spark, Configuration hadoop) {
    this.spark = spark;
    this.hadoop = hadoop;
  }

  /**
   * Cuts files that have failed and have more than one record.
   *
   * @param badShare share of bad records among those of {@code failing}, from 0 to 1
   * @param wavesLeft waves that can still be sent; at least 1
   * @return the parts of each, by the file's name
   */
  Map<String, List<StagedFile>> cut(
      List<StagedFile> failing, double badShare, int wavesLeft, RunLayout layout) {
    FileCut cut = new FileCut(layout, new SerializableConfiguration(hadoop));
    long most = Math.max(2, MAX_PARTS / failing.size());
    List<FileCut.Order> orders =
        failing.stream()
            .map(
                file ->
                    new FileCut.Order(
                        file, recordsAPart(file.records(), badShare, wavesLeft, most)))
            .toList();
    return new SparkTasks(spark)
        .each("Cut failed files", orders, FileCut.Order::weight, cut::cut).stream()
            .collect(Collectors.toMap(FileCut.Parts::file, FileCut.Parts::parts));
  }

  /**
   * The size of parts with which w more waves send the least to find every bad record of share d: d
   * to the power of -(w - 1) / w. Where a file of n records has one bad record, that is the w-th
   * root of n parts; where it has many, parts are smaller, since larger ones would fail again.
   */
  static long recordsAPart(long records, double badShare, int wavesLeft, long mostParts) {
    double share = Math.max(badShare, 1.0 / records);
    double size = Math.pow(share, -(wavesLeft - 1.0) / wavesLeft);
    long parts = (long) Math.ceil(records / size);
    long bounded = Math.min(Math.max(2, parts), mostParts);
    return (records + bounded - 1) / bounded;
  }

  /**
   * Share of bad records among those of the files that failed, as the wave lets one expect: of
   * files of n records each, 1 - (1 - p)^n fail when a share p of all records is bad.
   */
  static double badShare(LedgerWave wave, long failed) {
    double recordsAFile = (double) wave.records() / wave.files();
    // That every file failed does not mean that every record is bad.
    double failedShare = Math.min((double) failed / wave.files(), 1 - 0.5 / wave.files());
    double ofAll = 1 - Math.pow(1 - failedShare, 1 / recordsAFile);
    return ofAll * wave.files() / Math.max(1, failed);
  }
}
