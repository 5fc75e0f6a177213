package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.FilePlans;
import dev.batchtransform.spark.internal.stage.LevelCut;
import dev.batchtransform.spark.internal.stage.ManifestOrder;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.List;

/**
 * Gives the instances of a job equal loads: all of them are paid until the last one has ended.
 *
 * @param instances instances of a job
 * @param mayCut whether the sizes of files are the planner's business
 * @param smaller cuts files
 */
public record LevelWaves(int instances, boolean mayCut, SmallerFiles smaller) {

  /** As the options of a run want it. */
  public static LevelWaves of(TransformOptions options, SmallerFiles smaller) {
    return new LevelWaves(
        options.get(OptionTable.INSTANCE_COUNT), FilePlans.levels(options), smaller);
  }

  /**
   * The run, before its first wave is planned, with those files cut that would leave instances
   * waiting; the same where there are none. Later waves send parts of equal sizes in any case.
   */
  public RunLedger cut(RunLedger run, RunLayout layout) {
    return mayCut && run.kind().startsJobs() && isAsStaged(run)
        ? smaller.of(run, LevelCut.of(run.sending(), instances), layout)
        : run;
  }

  private static boolean isAsStaged(RunLedger run) {
    return run.waves().isEmpty() && run.leaves().count() == run.files().size();
  }

  /** What the run's next wave sends, in the order of its manifest. */
  public List<StagedFile> inOrder(RunLedger run) {
    return ManifestOrder.of(
        run.files().stream()
            .map(LevelWaves::group)
            .filter(group -> !group.sent().isEmpty())
            .toList(),
        instances);
  }

  private static ManifestOrder.Group group(LedgerFile file) {
    return new ManifestOrder.Group(file.staged(), file.sending().toList());
  }
}
