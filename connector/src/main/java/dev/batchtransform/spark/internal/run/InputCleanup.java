package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.internal.ledger.ClaimedRun;
import dev.batchtransform.spark.internal.ledger.InputState;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.options.Cleanup;
import dev.batchtransform.spark.internal.stage.Discard;
import dev.batchtransform.spark.internal.stage.RunLayout;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes a completed run's staged inputs and manifests, when the option {@code cleanup} asks for
 * it. The ledger that says that the run has completed also says that they go, and only then are
 * they deleted: so nobody ever misses a file that the ledger promises, wherever the driver dies,
 * and whoever comes to the run next deletes what was left.
 */
final class InputCleanup {
  private static final Logger LOG = LoggerFactory.getLogger(InputCleanup.class);

  private final ClaimedRun claimed;
  private final Configuration hadoop;
  private final Cleanup cleanup;

  InputCleanup(ClaimedRun claimed, Configuration hadoop, Cleanup cleanup) {
    this.claimed = claimed;
    this.hadoop = hadoop;
    this.cleanup = cleanup;
  }

  /** The run that has just ended, with its inputs given up when they are to go. */
  RunLedger recordIntent(RunLedger ended) {
    return cleanup == Cleanup.INPUT && ended.state() == RunState.COMPLETED
        ? ended.withInputs(InputState.DELETING)
        : ended;
  }

  /** Deletes what the run's ledger has given up. Never throws: the run has succeeded already. */
  RunLedger complete(RunLedger run) {
    if (run.inputs() != InputState.DELETING || run.state() != RunState.COMPLETED) {
      return run;
    }
    RunLayout layout = claimed.layout(run);
    boolean inputsGone = Discard.all(layout.inputs(), hadoop);
    boolean manifestsGone = Discard.all(layout.manifests(), hadoop);
    if (!inputsGone || !manifestsGone) {
      LOG.warn(
          "Run {} has completed, but cleanup=input could not delete all of its staged input in {};"
              + " the same write or BatchTransform.attach(...).await() tries again",
          run.runId(),
          layout);
      return run;
    }
    return deleted(run);
  }

  private RunLedger deleted(RunLedger run) {
    RunLedger cleaned = run.withInputs(InputState.DELETED);
    try {
      claimed.save(cleaned);
      LOG.info("Run {}: its staged input and manifests are deleted (cleanup=input)", run.runId());
      return cleaned;
    } catch (RuntimeException failure) {
      LOG.warn(
          "Run {} has completed and its staged input is deleted, but its ledger does not say so: {}",
          run.runId(),
          failure.getMessage());
      return run;
    }
  }
}
