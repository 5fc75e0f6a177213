package dev.batchtransform.spark.run;

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
   * Most parts that one wave is given: SageMaker names no limit of a manifest, and listing them
   * stays quick.
   */
  private static final long MAX_PARTS = 10_000;

  private final JavaSparkContext spark;
  private final Configuration hadoop;

  FailureIsolation(JavaSparkContext spark, Configuration hadoop) {
    this.spark = spark;
    this.hadoop = hadoop;
  }

  /**
   * Cuts files that have failed and have more than one record.
   *
   * @param wavesLeft waves that can still be sent; at least 1
   * @return the parts of each, by the file's name
   */
  Map<String, List<StagedFile>> cut(List<StagedFile> failing, int wavesLeft, RunLayout layout) {
    FileCut cut = new FileCut(layout, new SerializableConfiguration(hadoop));
    long most = Math.max(2, MAX_PARTS / failing.size());
    List<FileCut.Order> orders =
        failing.stream()
            .map(file -> new FileCut.Order(file, recordsAPart(file.records(), wavesLeft, most)))
            .toList();
    return spark.parallelize(orders, orders.size()).map(cut::cut).collect().stream()
        .collect(Collectors.toMap(FileCut.Parts::file, FileCut.Parts::parts));
  }

  /**
   * With w waves left, n records are down to one each when every wave cuts them into the w-th root
   * of n.
   */
  static long recordsAPart(long records, int wavesLeft, long mostParts) {
    long parts = (long) Math.ceil(Math.pow((double) records, 1.0 / wavesLeft));
    long bounded = Math.min(Math.max(2, parts), mostParts);
    return (records + bounded - 1) / bounded;
  }
}
