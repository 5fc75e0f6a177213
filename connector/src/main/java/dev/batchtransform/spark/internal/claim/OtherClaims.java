package dev.batchtransform.spark.internal.claim;

import dev.batchtransform.spark.internal.claim.ClaimFolder.ClaimFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the living claims on a run from the dead ones, and deletes the latter. */
final class OtherClaims {
  private static final Logger LOG = LoggerFactory.getLogger(OtherClaims.class);

  private static final int LOOKS = 4;

  private final ClaimFolder folder;
  private final ClaimPeriods periods;
  private final Set<String> ownClaims;

  /**
   * @param ownClaims the claims of this driver that live
   */
  OtherClaims(ClaimFolder folder, ClaimPeriods periods, Set<String> ownClaims) {
    this.folder = folder;
    this.periods = periods;
    this.ownClaims = ownClaims;
  }

  /**
   * Somebody else who claims the run, in words; empty when nobody does.
   *
   * @param own the caller's claim, which has just been written: the store's clock can be read from
   *     it
   */
  Optional<String> of(String own) throws IOException {
    return living(own).values().stream().findFirst();
  }

  /**
   * As {@link #of}, but only who stays. A driver that waits for the run makes a claim now and then,
   * sees that of its owner and takes its own away at once; who has taken the run keeps it.
   */
  Optional<String> thatStays(String own) throws IOException {
    Map<String, String> staying = living(own);
    for (int look = 1; look < LOOKS && !staying.isEmpty(); look++) {
      pause();
      staying.keySet().retainAll(living(own).keySet());
    }
    return staying.values().stream().findFirst();
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(periods.momentary().toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while checking who holds the run");
    }
  }

  /** Names of the living claims of others, and whose they are. Deletes the dead ones. */
  private Map<String, String> living(String own) throws IOException {
    List<ClaimFile> claims = folder.list();
    Optional<ClaimFile> mine = claims.stream().filter(claim -> claim.name().equals(own)).findAny();
    Map<String, String> living = new HashMap<>();
    if (mine.isEmpty()) {
      living.put(own, "a driver that considered this claim dead");
      return living;
    }
    for (ClaimFile claim : claims) {
      if (!claim.name().equals(own)) {
        Optional<Claimant> who = folder.read(claim.name());
        Duration age = Duration.between(claim.written(), mine.get().written());
        if (who.map(driver -> isGone(driver, claim.name())).orElse(false)) {
          LOG.info("Deleting the claim of {} in {}, whose process is gone", words(who), folder);
          folder.delete(claim.name());
        } else if (age.compareTo(periods.expiry()) > 0) {
          LOG.info("Removing the claim of {} in {}, which has expired", words(who), folder);
          folder.takeAway(claim.name());
        } else {
          living.put(claim.name(), words(who));
        }
      }
    }
    return living;
  }

  private boolean isGone(Claimant driver, String claim) {
    return driver.isHere() ? !ownClaims.contains(claim) : driver.hasEnded();
  }

  private static String words(Optional<Claimant> who) {
    return who.map(Claimant::toString).orElse("another driver");
  }
}
