package dev.batchtransform.spark.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/cost.md says that a claim costs. */
@Timeout(60)
class HeartbeatRequestsTest {

  private static final int RENEWALS = 4;

  @TempDir java.nio.file.Path folder = java.nio.file.Path.of("");

  @Test
  void aClaimIsRenewedEveryTenSeconds() {
    assertThat(ClaimPeriods.of(new Configuration(false)).renewal()).hasSeconds(10);
  }

  @Test
  void aRenewalIsOneWriteAndTwoLooks() {
    Configuration hadoop = new Configuration();
    hadoop.set(ClaimPeriods.EXPIRY, Duration.ofSeconds(3).toMillis() + "ms");
    hadoop.set("fs.file.impl", Counting.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    RunClaims claims = new RunClaims(new Path(folder.toUri()), hadoop);
    int writes;
    int looks;
    try (RunClaim claim = claims.tryTake("nightly").orElseThrow()) {
      int writesBefore = Counting.WRITES.get();
      int looksBefore = Counting.LOOKS.get();
      Awaitility.await()
          .atMost(Duration.ofSeconds(50))
          .until(() -> Counting.WRITES.get() >= writesBefore + RENEWALS);
      claim.requireHeld();
      writes = Counting.WRITES.get() - writesBefore;
      looks = Counting.LOOKS.get() - looksBefore;
    }

    // The last renewal may be seen between its write and its second look.
    assertThat(looks).isBetween(2 * writes - 1, 2 * writes + 1);
  }

  /** Counts what a claim asks of the store, not what the local disk asks of itself. */
  public static final class Counting extends RawLocalFileSystem {
    private static final AtomicInteger WRITES = new AtomicInteger();
    private static final AtomicInteger LOOKS = new AtomicInteger();

    @Override
    public FSDataOutputStream create(Path file, boolean overwrite) throws IOException {
      int before = LOOKS.get();
      FSDataOutputStream out = super.create(file, overwrite);
      LOOKS.set(before);
      WRITES.incrementAndGet();
      return out;
    }

    @Override
    public boolean exists(Path file) throws IOException {
      LOOKS.incrementAndGet();
      return super.exists(file);
    }
  }
}
