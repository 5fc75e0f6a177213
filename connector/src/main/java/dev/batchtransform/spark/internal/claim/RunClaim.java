package dev.batchtransform.spark.internal.claim;

import dev.batchtransform.spark.exceptions.ClaimLostException;
import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.internal.claim.Heartbeat.Moment;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to change a run. While it is open, no other driver that asks for one gets it. Its owner
 * may lose it all the same, by a pause longer than a claim lives; then it must not go on, and
 * {@link #requireHeld} tells it.
 */
public final class RunClaim implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunClaim.class);
  private static final Set<String> LIVE = ConcurrentHashMap.newKeySet();

  private final String runId;
  private final ClaimFolder folder;
  private final Heartbeat heartbeat;
  private final CompletableFuture<Void> stopRequest = new CompletableFuture<>();

  private RunClaim(
      String runId,
      ClaimFolder folder,
      ClaimPeriods periods,
      OtherClaims others,
      String name,
      Claimant claimant,
      Moment written) {
    this.runId = runId;
    this.folder = folder;
    this.heartbeat = new Heartbeat(folder, name, claimant, periods, others, this, written);
  }

  /** Either a claim or who else has it. */
  record Attempt(Optional<RunClaim> claim, String holder) {}

  /** Tries once: announces itself first and looks for others second. */
  static Attempt attempt(String runId, ClaimFolder folder, ClaimPeriods periods)
      throws IOException {
    OtherClaims others = new OtherClaims(folder, periods, LIVE);
    String name = ClaimFolder.newName();
    Claimant here = Claimant.here();
    Moment written = Moment.now();
    LIVE.add(name);
    boolean held = false;
    try {
      folder.write(name, here);
      Optional<String> other = others.of(name);
      if (other.isPresent()) {
        return new Attempt(Optional.empty(), other.get());
      }
      RunClaim claim = new RunClaim(runId, folder, periods, others, name, here, written);
      claim.keepAlive();
      held = true;
      return new Attempt(Optional.of(claim), here.toString());
    } finally {
      if (!held) {
        folder.delete(name);
        LIVE.remove(name);
      }
    }
  }

  private void keepAlive() {
    Thread thread = new Thread(heartbeat, "batch-transform-claim-" + runId);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Refuses when the claim is lost.
   *
   * @throws ClaimLostException when another driver may have taken the run over
   * @throws StorageException when that cannot be told because the store does not answer
   */
  public void requireHeld() {
    try {
      if (!heartbeat.isHeld()) {
        throw claimLost(null);
      }
    } catch (IOException failure) {
      throw new StorageException(
          "Cannot tell whether this driver still holds run '"
              + runId
              + "', because its claim in "
              + folder
              + " cannot be renewed: "
              + failure.getMessage(),
          failure);
    }
  }

  /** To be thrown by whoever has seen what another driver did to the run: the claim is lost. */
  public ClaimLostException lost(Throwable seen) {
    heartbeat.lose(String.valueOf(seen.getMessage()));
    return claimLost(seen);
  }

  private ClaimLostException claimLost(@Nullable Throwable cause) {
    return new ClaimLostException(runId, folder.toString(), cause);
  }

  /**
   * What to do when another driver asks this one to stop, which is noticed with the claim's next
   * renewal. Done at once when it has asked already.
   */
  public void whenAskedToStop(Runnable stop) {
    CompletableFuture<Void> unused =
        stopRequest
            .thenRun(stop)
            .exceptionally(
                failure -> {
                  LOG.warn(
                      "Run {} was asked to stop, but its job cannot be stopped", runId, failure);
                  return null;
                });
  }

  void askedToStop() {
    stopRequest.complete(null);
  }

  /** Leaves the run to whoever wants it. Does so even in a thread that was interrupted. */
  @Override
  public void close() {
    giveUp(heartbeat);
  }

  static void giveUp(Heartbeat heartbeat) {
    heartbeat.end();
    LIVE.remove(heartbeat.name());
  }
}
