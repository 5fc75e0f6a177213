package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Tells a read whose run has been replaced or deleted since it was planned from one whose files are
 * damaged. The ledger is looked at only when a file is not as it should be.
 */
final class ReplacedRun {
  private ReplacedRun() {}

  /**
   * Returns when the run is the one that was planned on, or when that cannot be told.
   *
   * @param why what is wrong with its files
   * @throws RunConflictException when it is not
   */
  static void refuse(ReadPlan plan, Configuration hadoop, IOException why) {
    RunLayout layout = plan.answers().layout();
    Optional<RunLedger> now;
    try {
      now = new RunStore(layout.path().getParent().getParent(), hadoop).read(layout.ledger());
    } catch (IOException unreadable) {
      why.addSuppressed(unreadable);
      return;
    }
    if (now.filter(run -> run.created().equals(plan.created())).isEmpty()) {
      throw new RunConflictException(
          "Cannot read run '"
              + plan.runId()
              + "' in "
              + layout
              + " because it was "
              + (now.isPresent() ? "replaced" : "deleted or is being replaced")
              + " since this DataFrame was made. Make the DataFrame again:"
              + " spark.read.format(\"sagemaker\")...load(...).");
    }
  }
}
