package dev.batchtransform.spark.internal.run.wave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.executor.ProgressListener;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.TransformExecutor;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveStanding;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class PatientStartTest {
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private final List<Wave> tried = new ArrayList<>();
  private final StopRequest stopRequest = new StopRequest();
  private Duration passed = Duration.ZERO;

  /** Time that goes on by an hour with each try. */
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return Instant.EPOCH.plus(passed);
        }

        @Override
        public java.time.ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }
      };

  private final TransformExecutor executor =
      new TransformExecutor() {
        @Override
        public void validate() {}

        @Override
        public boolean runsOnItsOwn() {
          return true;
        }

        @Override
        public RunningWave start(Wave wave) {
          tried.add(wave);
          passed = passed.plusHours(1);
          RuntimeException failure = failures.poll();
          if (failure != null) {
            throw failure;
          }
          return new Started();
        }

        @Override
        public Optional<RunningWave> find(Wave wave) {
          return Optional.empty();
        }

        @Override
        public void close() {}
      };

  private RunningWave start() throws InterruptedException {
    Backoff none = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), 0.5);
    RunLayout layout = RunLayout.of(new Path("s3a://bucket/scoring"), "2026-11-23", "r");
    return new PatientStart(none, Duration.ofHours(6), clock)
        .start(executor, new Wave("r", 0, layout, List.of()), () -> {}, stopRequest);
  }

  @Test
  void aQuotaThatOthersUseAndAServiceThatThrottlesAreWaitedFor() throws Exception {
    failures.add(refused(Kind.LIMIT_IN_USE));
    failures.add(refused(Kind.THROTTLED));
    failures.add(refused(Kind.UNREACHABLE));

    assertThat(start().jobName()).hasValue("job");
    assertThat(tried).hasSize(4);
  }

  @Test
  void aWaveThatMayHaveBeenStartedIsLookedForFirstTheNextTime() throws Exception {
    failures.add(new WaveOutOfReachException("who knows", call(Kind.UNKNOWN_OUTCOME)));

    start();

    assertThat(tried).extracting(Wave::mayRun).containsExactly(false, true);
  }

  @Test
  void itEndsAfterTheServiceTimeout() {
    for (int each = 0; each < 100; each++) {
      failures.add(refused(Kind.THROTTLED));
    }

    assertThatThrownBy(this::start).isInstanceOf(WaveRefusedException.class);
    assertThat(tried).hasSize(6);
  }

  @Test
  void whatWaitingDoesNotHelpIsRefusedAtOnce() {
    failures.add(refused(Kind.LIMIT_EXCEEDED));

    assertThatThrownBy(this::start).isInstanceOf(WaveRefusedException.class);
    assertThat(tried).hasSize(1);
  }

  @Test
  void whoAsksToStopNeedNotWait() {
    failures.add(refused(Kind.THROTTLED));
    stopRequest.make();

    assertThatThrownBy(this::start).isInstanceOf(WaveRefusedException.class);
    assertThat(tried).hasSize(1);
  }

  private static WaveRefusedException refused(Kind kind) {
    return new WaveRefusedException("refused", call(kind));
  }

  private static AwsCallException call(Kind kind) {
    return new AwsCallException(kind, "scripted " + kind, null);
  }

  private static final class Started implements RunningWave {
    @Override
    public WaveStanding standing() {
      return WaveStanding.RUNNING;
    }

    @Override
    public Instant since() {
      return Instant.EPOCH;
    }

    @Override
    public Optional<String> jobName() {
      return Optional.of("job");
    }

    @Override
    public WaveResult await(ProgressListener progress) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void stop() {}
  }
}
