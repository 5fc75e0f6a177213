package dev.batchtransform.spark.internal.claim;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a claim alive until it is given up, and notices when somebody else has taken the run. Knows
 * the claim's owner only weakly: one that was dropped without being closed must not keep the run
 * forever.
 */
final class Heartbeat implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final ClaimFolder folder;
  private final String name;
  private final Claimant claimant;
  private final ClaimPeriods periods;
  private final OtherClaims others;
  private final WeakReference<RunClaim> owner;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile Moment confirmed;
  private volatile boolean lost;

  /**
   * @param written a moment before the claim was last written
   */
  Heartbeat(
      ClaimFolder folder,
      String name,
      Claimant claimant,
      ClaimPeriods periods,
      OtherClaims others,
      RunClaim owner,
      Moment written) {
    this.folder = folder;
    this.name = name;
    this.claimant = claimant;
    this.periods = periods;
    this.others = others;
    this.owner = new WeakReference<>(owner);
    this.confirmed = written;
  }

  @Override
  public void run() {
    try {
      while (!end.await(periods.renewal().toMillis(), TimeUnit.MILLISECONDS)) {
        if (owner.get() == null) {
          LOG.warn("Releasing a claim in {} that was never closed", folder);
          RunClaim.giveUp(this);
          return;
        }
        beatQuietly();
        listenQuietly();
      }
    } catch (InterruptedException nobodyInterruptsIt) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the claim still holds; looks at the store when the last renewal was long ago. */
  boolean isHeld() throws IOException {
    if (!lost && confirmed.age().compareTo(periods.certainty()) > 0) {
      beat();
    }
    return !lost;
  }

  String name() {
    return name;
  }

  /** Gives the claim up. */
  synchronized void end() {
    end.countDown();
    folder.delete(name);
  }

  private void beatQuietly() {
    try {
      beat();
    } catch (IOException | RuntimeException failure) {
      LOG.warn("Cannot renew the claim {} in {}, trying again: {}", name, folder, failure);
    }
  }

  private void listenQuietly() {
    RunClaim claim = owner.get();
    try {
      if (claim != null && folder.isAskedToStop(name)) {
        claim.askedToStop();
      }
    } catch (IOException | RuntimeException failure) {
      LOG.warn("Cannot check whether {} was asked to stop, trying again: {}", folder, failure);
    }
  }

  /**
   * Renews the claim. After a pause so long that it may have been considered dead, it writes first
   * and looks second, as those do who would take it: then at least one of the two sees the other.
   */
  private synchronized void beat() throws IOException {
    if (lost || end.getCount() == 0) {
      return;
    }
    if (!folder.exists(name)) {
      loseTaken();
      return;
    }
    Moment before = Moment.now();
    Moment last = confirmed;
    folder.write(name, claimant);
    if (last.age().compareTo(periods.certainty()) > 0) {
      if (folder.wasTaken(name)) {
        // In the moment between the two looks: writing has made it again.
        loseTaken();
        return;
      }
      Optional<String> other = others.thatStays(name);
      if (other.isPresent()) {
        lose("the run is claimed by " + other.get());
        folder.delete(name);
        return;
      }
    }
    confirmed = before;
  }

  private void loseTaken() {
    lose("another driver considered it dead");
    folder.deleteTaken(name);
  }

  void lose(String why) {
    lost = true;
    LOG.error("The claim {} in {} is lost: {}", name, folder, why);
  }

  /**
   * A point in time. One of two clocks alone would not do: the monotonic one stands still while a
   * machine is suspended, and the wall clock can be set.
   */
  record Moment(long nanos, long wallMillis) {
    static Moment now() {
      return new Moment(System.nanoTime(), System.currentTimeMillis());
    }

    Duration age() {
      Duration monotonic = Duration.ofNanos(System.nanoTime() - nanos);
      Duration wall = Duration.ofMillis(System.currentTimeMillis() - wallMillis);
      return monotonic.compareTo(wall) > 0 ? monotonic : wall;
    }
  }
}
