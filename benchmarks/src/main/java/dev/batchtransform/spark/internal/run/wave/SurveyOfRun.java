package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.join.AnswerOptions;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Looks through the outputs of a run's first wave once more, as its driver did when it had ended.
 */
public final class SurveyOfRun {
  private final SparkOutputSurveyor surveyor;
  private final List<OutputSurveyor.Output> outputs;

  /**
   * A survey.
   *
   * @param runId a run whose first wave has answered every record
   */
  public SurveyOfRun(SparkSession spark, String stagingPath, String runId) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    RunStore store = new RunStore(new Path(stagingPath), hadoop);
    RunLedger run = store.find(runId).orElseThrow();
    RunLayout layout = store.layout(run);
    this.surveyor =
        new SparkOutputSurveyor(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            hadoop,
            AnswerOptions.contract(TransformOptions.parse(run.options())),
            null);
    this.outputs =
        run.files().stream()
            .map(LedgerFile::staged)
            .map(file -> output(file, layout, hadoop))
            .toList();
  }

  private static OutputSurveyor.Output output(
      StagedFile file, RunLayout layout, Configuration hadoop) {
    Path path = layout.output(0, file);
    try {
      return new OutputSurveyor.Output(
          file,
          layout.input(file),
          file.records(),
          path,
          path.getFileSystem(hadoop).getFileStatus(path).getLen());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Bytes of all outputs. */
  public long bytes() {
    return outputs.stream().mapToLong(OutputSurveyor.Output::bytes).sum();
  }

  /**
   * Does it.
   *
   * @return answers that were found
   * @throws IllegalStateException when an output is not what its records need
   */
  public long answers() {
    OutputSurveyor.Survey survey = surveyor.survey(outputs);
    return survey.outputs().values().stream()
        .mapToLong(
            output -> {
              if (output.problem() != null) {
                throw new IllegalStateException(output.problem());
              }
              return output.answers();
            })
        .sum();
  }
}
