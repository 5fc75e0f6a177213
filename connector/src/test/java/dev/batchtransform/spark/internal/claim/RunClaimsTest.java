package dev.batchtransform.spark.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.ClaimLostException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunClaimsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /** The claim of an owner that was suspended. */
  private static final String PAUSED = "paused.json";

  @TempDir java.nio.file.Path folder = java.nio.file.Path.of("");

  @Test
  void oneDriverAtATimeHasARun() {
    RunClaims claims = claims(HOUR);
    try (RunClaim first = taken(claims)) {
      assertThat(claims.tryTake("nightly")).isEmpty();
      first.requireHeld();
    }
    try (RunClaim second = taken(claims)) {
      second.requireHeld();
    }
  }

  @Test
  void runsHinderEachOtherNot() {
    RunClaims claims = claims(HOUR);
    try (RunClaim first = taken(claims);
        RunClaim other = claims.tryTake("nightly1").orElseThrow()) {
      first.requireHeld();
      other.requireHeld();
    }
  }

  @Test
  void nothingIsLeftWhenTheLastClaimIsGivenUp() {
    RunClaims claims = claims(HOUR);
    try (RunClaim claim = taken(claims)) {
      claim.requireHeld();
      assertThat(claims.tryTake("nightly")).isEmpty();
      assertThat(claims.nobodyClaims("nightly")).isFalse();
    }
    assertThat(claims.nobodyClaims("nightly")).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whoHasTheRunIsAskedToStopOnce() throws InterruptedException {
    RunClaims claims = claims(Duration.ofMillis(60));
    CountDownLatch asked = new CountDownLatch(1);
    try (RunClaim claim = taken(claims)) {
      claims.askToStop("nightly");
      claim.whenAskedToStop(asked::countDown);
      asked.await();
    }
    assertThat(folder).isEmptyDirectory();

    try (RunClaim next = taken(claims)) {
      AtomicInteger again = new AtomicInteger();
      next.whenAskedToStop(again::incrementAndGet);
      next.requireHeld();
      assertThat(again).hasValue(0);
    }
  }

  @Test
  void askingWhereNobodyHasTheRunLeavesNothing() {
    claims(HOUR).askToStop("nightly");

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void ofManyThatComeAtOnceEachHasItAlone() {
    RunClaims claims = claims(Duration.ofSeconds(6));
    AtomicInteger owners = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<CompletableFuture<Void>> drivers = new ArrayList<>();
    for (int driver = 0; driver < 4; driver++) {
      drivers.add(
          CompletableFuture.runAsync(
              () -> {
                try (RunClaim claim = claims.take("nightly")) {
                  most.accumulateAndGet(owners.incrementAndGet(), Math::max);
                  claim.requireHeld();
                  owners.decrementAndGet();
                } catch (InterruptedException unexpected) {
                  throw new AssertionError(unexpected);
                }
              }));
    }
    drivers.forEach(CompletableFuture::join);

    assertThat(most).hasValue(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDriverWhoseProcessHasEndedIsSucceededAtOnce() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    String started = Processes.startOf(process.pid()).orElseThrow();
    claimed(claimant(process.pid(), started));
    RunClaims claims = claims(HOUR);
    assertThat(claims.tryTake("nightly")).isEmpty();

    process.destroyForcibly().waitFor();

    try (RunClaim claim = taken(claims)) {
      claim.requireHeld();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anotherProcessWithTheSameIdIsNotTheDriver() throws Exception {
    claimed(claimant(ProcessHandle.current().pid(), "1"));

    assertThat(claims(HOUR).tryTake("nightly")).isPresent().get().satisfies(RunClaim::close);
  }

  @Test
  void aClaimThatThisDriverDoesNotKnowOfIsDead() throws Exception {
    claimed(Claimant.here());

    assertThat(claims(HOUR).tryTake("nightly")).isPresent().get().satisfies(RunClaim::close);
  }

  @Test
  void aDriverElsewhereIsDeadOnceItHasNotRenewedItsClaim() throws Exception {
    java.nio.file.Path claim =
        claimed(new Claimant("other", "far-away", "somebody", "boot pid:[1]", 1, "1", "now"));
    RunClaims claims = claims(Duration.ofMinutes(1));
    assertThat(claims.tryTake("nightly")).isEmpty();

    Files.setLastModifiedTime(claim, FileTime.from(Instant.now().minusSeconds(90)));

    assertThat(claims.tryTake("nightly")).isPresent().get().satisfies(RunClaim::close);
  }

  @Test
  void aClaimThatCannotBeReadStandsUntilItIsOld() throws Exception {
    java.nio.file.Path claim = claimed(Claimant.here());
    Files.writeString(claim, "{");
    RunClaims claims = claims(Duration.ofMinutes(1));
    assertThat(claims.tryTake("nightly")).isEmpty();

    Files.setLastModifiedTime(claim, FileTime.from(Instant.now().minusSeconds(90)));

    assertThat(claims.tryTake("nightly")).isPresent().get().satisfies(RunClaim::close);
  }

  @Test
  void aClaimIsRenewedWhileItIsHeld() throws Exception {
    try (RunClaim claim = taken(claims(Duration.ofMillis(300)))) {
      java.nio.file.Path file = onlyClaim();
      FileTime first = Files.getLastModifiedTime(file);

      await(() -> modified(file).compareTo(first) > 0);

      claim.requireHeld();
    }
  }

  @Test
  void anOwnerThatWasTakenForDeadMayDoNothingMore() throws Exception {
    RunClaim paused = taken(claims(Duration.ofMillis(600)));
    Files.delete(onlyClaim());
    try (RunClaim successor = taken(claims(HOUR))) {
      await(() -> isLost(paused));

      assertThatThrownBy(paused::requireHeld)
          .isInstanceOf(ClaimLostException.class)
          .hasMessageContaining("run 'nightly'")
          .hasMessageContaining("attach");
      successor.requireHeld();
    }
  }

  @Test
  void anOwnerThatWakesUpBesideARivalGivesWay() throws Exception {
    Configuration hadoop = new Configuration();
    ClaimFolder claims = new ClaimFolder(new Path(claimFolder().toUri()), hadoop);
    Heartbeat paused = paused(claims);
    assertThat(paused.isHeld()).isTrue();

    claimed(new Claimant("other", "far-away", "somebody", null, 1, null, "now"));

    assertThat(paused.isHeld()).isFalse();
    assertThat(claims.exists(PAUSED)).isFalse();
  }

  /** Another driver has had the run in the meantime, and has ended: nobody claims it any more. */
  @Test
  void anOwnerThatWasSuspendedAmidARenewalDoesNotRenewWhatWasTakenAway() throws Exception {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", TakenBeforeRenewal.class, FileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    ClaimFolder claims = new ClaimFolder(new Path(claimFolder().toUri()), hadoop);
    Heartbeat paused = paused(claims);
    TakenBeforeRenewal.armed.set(true);

    assertThat(paused.isHeld()).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  /**
   * A disk on which another driver has the run between an owner's look at its claim and renewal.
   */
  public static final class TakenBeforeRenewal extends RawLocalFileSystem {
    private static final AtomicBoolean armed = new AtomicBoolean();

    @Override
    public boolean exists(Path path) throws IOException {
      boolean seen = super.exists(path);
      if (path.getName().equals(PAUSED) && armed.compareAndSet(true, false)) {
        Files.setLastModifiedTime(
            java.nio.file.Path.of(path.toUri().getPath()),
            FileTime.from(Instant.now().minus(HOUR.multipliedBy(2))));
        rewriteAsRemote(java.nio.file.Path.of(path.toUri().getPath()));
        Configuration plain = new Configuration();
        plain.set(ClaimPeriods.EXPIRY, "1h");
        Path staging = path.getParent().getParent().getParent();
        new RunClaims(staging, plain).tryTake("nightly").orElseThrow().close();
      }
      return seen;
    }

    private static void rewriteAsRemote(java.nio.file.Path claim) throws IOException {
      FileTime written = Files.getLastModifiedTime(claim);
      Files.write(
          claim, new Claimant("other", "far-away", "somebody", null, 1, null, "now").json());
      Files.setLastModifiedTime(claim, written);
    }
  }

  @Test
  void anOwnerThatWakesUpWhileAnotherOnlyAsksForTheRunKeepsIt() throws Exception {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", AskedOnce.class, FileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    ClaimFolder claims = new ClaimFolder(new Path(claimFolder().toUri()), hadoop);
    Heartbeat paused = paused(claims);
    claimed(new Claimant("other", "far-away", "somebody", null, 1, null, "now"));

    assertThat(paused.isHeld()).isTrue();
    assertThat(claims.exists(PAUSED)).isTrue();
  }

  /** A disk on which another driver takes its claim away once somebody has seen it. */
  public static final class AskedOnce extends RawLocalFileSystem {
    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
      FileStatus[] seen = super.listStatus(path);
      super.delete(new Path(path, "other.json"), false);
      return seen;
    }
  }

  @Test
  void aForgottenClaimIsGivenUp() {
    RunClaims claims = claims(Duration.ofMillis(300));
    assertThat(claims.tryTake("nightly")).isPresent();

    await(
        () -> {
          System.gc();
          return claims.nobodyClaims("nightly");
        });
  }

  @Test
  void aWaitForARunEndsWithAnInterrupt() throws Exception {
    RunClaims claims = claims(HOUR);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (RunClaim held = taken(claims)) {
      Thread waiting =
          new Thread(
              () -> {
                try {
                  claims.take("nightly").close();
                } catch (InterruptedException expected) {
                  interrupted.countDown();
                }
              });
      waiting.start();
      waiting.interrupt();

      assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
      held.requireHeld();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aClaimIsGivenUpByAnInterruptedThreadToo() {
    RunClaim claim = taken(claims(HOUR));
    Thread.currentThread().interrupt();

    claim.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  private RunClaims claims(Duration expiry) {
    Configuration hadoop = new Configuration();
    hadoop.set(ClaimPeriods.EXPIRY, expiry.toMillis() + "ms");
    return new RunClaims(new Path(folder.toUri()), hadoop);
  }

  /** The owner of a claim that takes it for uncertain at each look, as after a long pause. */
  private static Heartbeat paused(ClaimFolder claims) throws IOException {
    claims.write(PAUSED, Claimant.here());
    return new Heartbeat(
        claims,
        PAUSED,
        Claimant.here(),
        new ClaimPeriods(Duration.ZERO),
        new OtherClaims(claims, new ClaimPeriods(HOUR), Set.of(PAUSED)),
        null,
        new Heartbeat.Moment(System.nanoTime() - 1, 0));
  }

  private static RunClaim taken(RunClaims claims) {
    return claims.tryTake("nightly").orElseThrow();
  }

  /** A driver of this machine. */
  private static Claimant claimant(long pid, String started) {
    Claimant here = Claimant.here();
    return new Claimant("other", here.host(), here.user(), here.processes(), pid, started, "now");
  }

  private java.nio.file.Path claimed(Claimant claimant) throws IOException {
    java.nio.file.Path file = Files.createDirectories(claimFolder()).resolve("other.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(claimant.json());
    }
    return file;
  }

  private java.nio.file.Path claimFolder() {
    return folder.resolve("_claims").resolve("run_id=nightly");
  }

  private java.nio.file.Path onlyClaim() throws IOException {
    try (var files = Files.list(claimFolder())) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .findFirst()
          .orElseThrow();
    }
  }

  private static FileTime modified(java.nio.file.Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static boolean isLost(RunClaim claim) {
    try {
      claim.requireHeld();
      return false;
    } catch (ClaimLostException lost) {
      return true;
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }
}
