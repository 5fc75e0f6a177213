package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.internal.claim.RunClaim;
import dev.batchtransform.spark.internal.claim.RunClaims;
import dev.batchtransform.spark.internal.ledger.ClaimedRun;
import dev.batchtransform.spark.internal.ledger.RunStore;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** What a driver does before and around its work on a run. */
public final class RunWork {
  private RunWork() {}

  /**
   * The right to change a run, as soon as no other driver has it.
   *
   * @param beforeWaiting called once when another driver has it, to refuse a wait that is in vain
   * @throws TransformRunException when this thread was interrupted while it waited
   */
  public static ClaimedRun claim(
      JavaSparkContext spark, RunStore store, String runId, Runnable beforeWaiting) {
    RunClaims claims = store.claims();
    Optional<RunClaim> free = claims.tryTake(runId);
    if (free.isPresent()) {
      return claimed(spark, store, free.get());
    }
    beforeWaiting.run();
    ApplicationEnd watch = ApplicationEnd.watch(spark.sc());
    try {
      return claimed(spark, store, claims.take(runId));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TransformRunException(
          "The wait for run '"
              + runId
              + "', on which another driver is working, was interrupted. Nothing was changed; the"
              + " other driver goes on.");
    } finally {
      watch.close();
    }
  }

  private static ClaimedRun claimed(JavaSparkContext spark, RunStore store, RunClaim claim) {
    RunEvents events = new RunEvents(spark.sc());
    return store.claimed(claim).telling(run -> events.saved(run, store.layout(run)));
  }
}
