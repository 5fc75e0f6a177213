package dev.batchtransform.spark.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.stage.RunLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimFolderTest {
  private static final String DEAD = "dead.json";

  @TempDir private java.nio.file.Path staging;

  @Test
  void aDriverThatSleepsCanStillBeToldAfterItsRunIsGone() throws Exception {
    ClaimFolder claims = takenAway("nightly", Duration.ofDays(6));

    claims().removeForgotten();

    assertThat(claims.wasTaken(DEAD)).isTrue();
  }

  @Test
  void nothingIsLeftOfAClaimThatWasTakenAwayLongAgo() throws Exception {
    takenAway("nightly", Duration.ofDays(8));
    takenAway("hourly", Duration.ofDays(9));

    claims().removeForgotten();

    assertThat(staging).isEmptyDirectory();
  }

  @Test
  void aClaimOutlivesWhatIsForgottenBesideIt() throws Exception {
    ClaimFolder claims = takenAway("nightly", Duration.ofDays(8));
    claims.write("alive.json", Claimant.here());

    claims().removeForgotten();

    assertThat(claims.wasTaken(DEAD)).isFalse();
    assertThat(claims.exists("alive.json")).isTrue();
  }

  @Test
  void aStagingPathThatNobodyEverClaimedARunOfIsLeftAsItIs() {
    claims().removeForgotten();

    assertThat(staging).isEmptyDirectory();
  }

  private RunClaims claims() {
    return new RunClaims(stagingPath(), new Configuration());
  }

  private Path stagingPath() {
    return new Path(staging.toUri());
  }

  private ClaimFolder takenAway(String runId, Duration ago) throws IOException {
    Path folder = RunLayout.claims(stagingPath(), runId);
    ClaimFolder claims = new ClaimFolder(folder, new Configuration());
    claims.write(DEAD, Claimant.here());
    claims.takeAway(DEAD);
    Files.setLastModifiedTime(
        java.nio.file.Path.of(folder.toUri()).resolve(DEAD + ".taken"),
        FileTime.from(Instant.now().minus(ago)));
    return claims;
  }
}
