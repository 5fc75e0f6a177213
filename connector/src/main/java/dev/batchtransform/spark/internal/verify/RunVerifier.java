package dev.batchtransform.spark.internal.verify;

import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.session.SparkTasks;
import dev.batchtransform.spark.internal.source.ReadPlan;
import dev.batchtransform.spark.internal.source.ResultSchema;
import dev.batchtransform.spark.internal.source.RunSnapshot;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** Reads all of a run again with a Spark job, and compares it with the ledger. */
public final class RunVerifier {
  private RunVerifier() {}

  /**
   * What is found of each staged file, in the ledger's order.
   *
   * @throws RunConflictException when rows of the run are not decided yet
   */
  public static List<VerifiedFile> verify(
      JavaSparkContext spark, Configuration hadoop, RunLedger run, RunLayout layout) {
    if (!run.state().isReadable()) {
      throw new RunConflictException(
          "Cannot verify run '"
              + run.runId()
              + "' because it is still "
              + run.state()
              + ". Its counts balance once every row is decided: await it, or stop it.");
    }
    if (run.files().isEmpty()) {
      return List.of();
    }
    boolean inputsKept = run.inputs() == null;
    List<FileToVerify> files =
        run.files().stream().map(file -> FileToVerify.of(file, inputsKept)).toList();
    FileVerifier verifier =
        new FileVerifier(plan(run, layout), new SerializableConfiguration(hadoop));
    return new SparkTasks(spark)
        .each("Verify run " + run.runId(), files, FileToVerify::weight, verifier::of);
  }

  /** The run's own type of a prediction, whatever the session's defaults say. */
  private static ReadPlan plan(RunLedger run, RunLayout layout) {
    TransformOptions write = TransformOptions.parse(run.options());
    ResultSchema result = ResultSchema.of(run, write, write);
    return ReadPlan.of(new RunSnapshot(run, layout, result, write, write), result.schema());
  }
}
