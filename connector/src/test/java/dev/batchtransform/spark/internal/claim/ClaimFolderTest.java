package dev.batchtransform.spark.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.stage.RunLayout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;
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

  @Test
  void anInterruptThatAFileSystemSwallowsIsSeenByWhoeverWaitsNext() throws Exception {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", Swallowing.class, FileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    ClaimFolder claims = new ClaimFolder(RunLayout.claims(stagingPath(), "interrupted"), hadoop);
    claims.write("mine.json", Claimant.here());
    Swallowing.caller = Thread.currentThread();

    claims.delete("mine.json");
    boolean afterDelete = Thread.interrupted();
    Optional<Claimant> read = claims.read("mine.json");
    boolean afterRead = Thread.interrupted();
    Swallowing.caller = null;

    assertThat(afterDelete).isTrue();
    assertThat(read).isEmpty();
    assertThat(afterRead).isTrue();
  }

  /** Is interrupted whenever it lists or reads, and tells it as S3A does. */
  public static final class Swallowing extends RawLocalFileSystem {
    private static volatile @Nullable Thread caller;

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
      interrupt();
      return super.listStatus(path);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
      interrupt();
      return super.open(path, bufferSize);
    }

    private static void interrupt() throws InterruptedIOException {
      Thread interrupted = caller;
      if (interrupted != null) {
        interrupted.interrupt();
      }
      if (Thread.interrupted()) {
        throw new InterruptedIOException("interrupted");
      }
    }
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
