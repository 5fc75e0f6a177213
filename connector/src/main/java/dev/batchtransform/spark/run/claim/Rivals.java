package dev.batchtransform.spark.run.claim;

import dev.batchtransform.spark.run.claim.ClaimFolder.ClaimFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the living claims on a run from the dead ones, and deletes the latter. */
final class Rivals {
  private static final Logger LOG = LoggerFactory.getLogger(Rivals.class);

  private final ClaimFolder folder;
  private final ClaimPeriods periods;
  private final Set<String> ownClaims;

  /**
   * @param ownClaims the claims of this driver that live
   */
  Rivals(ClaimFolder folder, ClaimPeriods periods, Set<String> ownClaims) {
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
    List<ClaimFile> claims = folder.list();
    Optional<ClaimFile> mine = claims.stream().filter(claim -> claim.name().equals(own)).findAny();
    if (mine.isEmpty()) {
      return Optional.of("somebody who took this claim for dead");
    }
    Optional<String> rival = Optional.empty();
    for (ClaimFile claim : claims) {
      if (!claim.name().equals(own)) {
        Optional<Claimant> who = folder.read(claim.name());
        Duration age = Duration.between(claim.written(), mine.get().written());
        if (isDead(claim, who, age)) {
          LOG.info("Deleting the claim of {} in {}, which is gone", words(who), folder);
          folder.delete(claim.name());
        } else {
          rival = Optional.of(words(who));
        }
      }
    }
    return rival;
  }

  private boolean isDead(ClaimFile claim, Optional<Claimant> who, Duration age) {
    return age.compareTo(periods.expiry()) > 0
        || who.map(driver -> isGone(driver, claim.name())).orElse(false);
  }

  private boolean isGone(Claimant driver, String claim) {
    return driver.isHere() ? !ownClaims.contains(claim) : driver.hasEnded();
  }

  private static String words(Optional<Claimant> who) {
    return who.map(Claimant::toString).orElse("another driver");
  }
}
