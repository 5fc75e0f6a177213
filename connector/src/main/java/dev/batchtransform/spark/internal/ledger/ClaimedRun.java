package dev.batchtransform.spark.internal.ledger;

import dev.batchtransform.spark.exceptions.ClaimLostException;
import dev.batchtransform.spark.internal.claim.RunClaim;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A run that this driver has claimed and may change, until it is closed. Whatever changes a run or
 * is paid for takes one of these.
 */
public final class ClaimedRun implements AutoCloseable {
  private final RunStore store;
  private final RunClaim claim;
  private final LedgerSlices slices;
  private final Consumer<RunLedger> afterSaving;

  ClaimedRun(RunStore store, RunClaim claim, LedgerSlices slices) {
    this(store, claim, slices, run -> {});
  }

  private ClaimedRun(
      RunStore store, RunClaim claim, LedgerSlices slices, Consumer<RunLedger> afterSaving) {
    this.store = store;
    this.claim = claim;
    this.slices = slices;
    this.afterSaving = afterSaving;
  }

  /** The same, telling somebody of each ledger that it has written. */
  public ClaimedRun telling(Consumer<RunLedger> listener) {
    return new ClaimedRun(store, claim, slices, listener);
  }

  /** Replaces the run's ledger. */
  public void save(RunLedger run) {
    store.save(run, claim, slices);
    afterSaving.accept(run);
  }

  /** The run as it is written now. */
  public Optional<RunLedger> find(String runId) {
    return store.find(runId);
  }

  /** Where the run lies. */
  public RunLayout layout(RunLedger run) {
    return store.layout(run);
  }

  /**
   * Refuses a driver that has lost the run: to be asked before anything is paid for or deleted.
   *
   * @throws ClaimLostException when another driver may have taken the run over
   */
  public void requireHeld() {
    claim.requireHeld();
  }

  /** What this driver does when another one asks it to stop the run. */
  public void whenAskedToStop(Runnable stop) {
    claim.whenAskedToStop(stop);
  }

  /** Leaves the run to whoever wants it. */
  @Override
  public void close() {
    claim.close();
  }
}
