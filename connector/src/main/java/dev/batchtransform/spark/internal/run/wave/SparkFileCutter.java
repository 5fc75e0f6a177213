package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.run.wave.FailureIsolation.FileCutter;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Cut;
import dev.batchtransform.spark.internal.session.SparkTasks;
import dev.batchtransform.spark.internal.stage.FileCut;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** Cuts staged files with a Spark job. */
public final class SparkFileCutter implements FileCutter {
  private final JavaSparkContext spark;
  private final Configuration hadoop;

  public SparkFileCutter(JavaSparkContext spark, Configuration hadoop) {
    this.spark = spark;
    this.hadoop = hadoop;
  }

  @Override
  public Map<String, List<StagedFile>> cut(List<Cut> cuts, RunLayout layout) {
    FileCut cut = new FileCut(layout, new SerializableConfiguration(hadoop));
    List<FileCut.Order> orders = cuts.stream().map(SparkFileCutter::order).toList();
    return new SparkTasks(spark)
            .each("Cut files of run " + layout.runId(), orders, FileCut.Order::weight, cut::cut)
            .stream()
            .collect(Collectors.toMap(FileCut.Parts::file, FileCut.Parts::parts));
  }

  private static FileCut.Order order(Cut cut) {
    return new FileCut.Order(
        cut.file().staged(),
        cut.pieces().stream()
            .map(piece -> new FileCut.Piece(piece.records(), piece.written()))
            .toList());
  }
}
