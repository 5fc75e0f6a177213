package dev.batchtransform.spark.internal.executor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransformJobStarterTest {

  private static final Instant EARLIER = VirtualClock.START.minus(Duration.ofHours(1));

  private final VirtualClock clock = new VirtualClock();
  private final ScriptedJobs jobs = new ScriptedJobs(clock);
  private final TransformJobStarter starter =
      new TransformJobStarter(
          jobs, clock, new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(8), 0), false);
  private final ObjectNode request = TransformRequest.of(Waves.wave(0, 1), Waves.options());

  private ObjectNode sameJob() {
    ObjectNode answer = request.deepCopy();
    answer.remove("Tags");
    return answer.put("TransformJobStatus", "InProgress").put("CreationTime", EARLIER.toString());
  }

  @Test
  void aJobThatIsTakenAtOnceIsCreatedOnceAndNotLookedUp() throws Exception {
    assertThat(starter.start(request).since()).isEqualTo(VirtualClock.START);
    assertThat(jobs.created).containsExactly(request);
    assertThat(jobs.describes).isZero();
  }

  @Test
  void aNameThatIsTakenByTheSameJobIsAttachedTo() throws Exception {
    jobs.createFailures.add(ScriptedJobs.failure(Kind.NAME_TAKEN));
    jobs.job(elapsed -> Optional.of(sameJob()));

    assertThat(starter.start(request).since()).isEqualTo(EARLIER);
    assertThat(jobs.created).hasSize(1);
  }

  @Test
  void aNameThatIsTakenByAnotherJobIsRefusedWithTheDifference() {
    jobs.createFailures.add(ScriptedJobs.failure(Kind.NAME_TAKEN));
    jobs.job(elapsed -> Optional.of(sameJob().put("ModelName", "other")));

    assertThatThrownBy(() -> starter.start(request))
        .isInstanceOf(WaveRefusedException.class)
        .hasMessageContaining("ModelName is \"other\" and not \"catalog-embedder\"")
        .hasMessageContaining("Use another 'runId'");
  }

  @Test
  void aNameThatIsTakenByAJobThatCannotBeSeenIsRefused() {
    jobs.createFailures.add(ScriptedJobs.failure(Kind.NAME_TAKEN));

    assertThatThrownBy(() -> starter.start(request)).isInstanceOf(WaveRefusedException.class);
  }

  @Test
  void aLostAnswerWhoseJobIsThereIsAttachedToAndNeverCreatedAgain() throws Exception {
    jobs.createFailures.add(ScriptedJobs.failure(Kind.UNKNOWN_OUTCOME));
    jobs.job(elapsed -> Optional.of(sameJob()));

    assertThat(starter.start(request).since()).isEqualTo(EARLIER);
    assertThat(jobs.created).hasSize(1);
  }

  @Test
  void aLostAnswerWhoseJobIsSeenOnlyAfterAWhileIsStillNotCreatedAgain() throws Exception {
    jobs.createFailures.add(ScriptedJobs.failure(Kind.UNKNOWN_OUTCOME));
    jobs.job(
        elapsed ->
            elapsed.compareTo(Duration.ofSeconds(6)) < 0
                ? Optional.empty()
                : Optional.of(sameJob()));

    starter.start(request);

    assertThat(jobs.created).hasSize(1);
  }

  @Test
  void aLostAnswerWhoseJobIsNotThereIsCreatedAgain() throws Exception {
    jobs.createFailures.add(ScriptedJobs.failure(Kind.UNKNOWN_OUTCOME));

    starter.start(request);

    assertThat(jobs.created).containsExactly(request, request);
    assertThat(jobs.describes).isGreaterThan(1);
  }

  @Test
  void aSecondCreateThatFindsTheNameTakenAttachesToTheFirst() throws Exception {
    jobs.createFailures.add(ScriptedJobs.failure(Kind.UNKNOWN_OUTCOME));
    jobs.createFailures.add(ScriptedJobs.failure(Kind.NAME_TAKEN));
    jobs.job(elapsed -> jobs.created.size() < 2 ? Optional.empty() : Optional.of(sameJob()));

    assertThat(starter.start(request).since()).isEqualTo(EARLIER);
  }

  @Test
  void aLookUpThatFailsOnceDoesNotDecideAnything() throws Exception {
    jobs.createFailures.add(ScriptedJobs.failure(Kind.UNKNOWN_OUTCOME));
    jobs.describeFailures.add(ScriptedJobs.failure(Kind.THROTTLED));
    jobs.job(elapsed -> Optional.of(sameJob()));

    assertThat(starter.start(request).since()).isEqualTo(EARLIER);
    assertThat(jobs.created).hasSize(1);
  }

  @Test
  void aLostAnswerThatCannotBeLookedUpIsNotCalledRefused() {
    jobs.createFailures.add(ScriptedJobs.failure(Kind.UNKNOWN_OUTCOME));
    for (int look = 0; look < 10; look++) {
      jobs.describeFailures.add(ScriptedJobs.failure(Kind.UNREACHABLE));
    }

    AwsCallException failure =
        catchThrowableOfType(AwsCallException.class, () -> starter.start(request));

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
    assertThat(failure)
        .hasMessageContaining("attaches to the job if it is there")
        .hasMessageContaining("stop-transform-job --transform-job-name nightly-2026-11-22-w0-");
    assertThat(jobs.created).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"LIMIT_EXCEEDED", "ACCESS_DENIED", "INVALID", "NOT_FOUND", "NO_CREDENTIALS"})
  void whatSageMakerRefusesIsNotTriedAgain(Kind kind) {
    jobs.createFailures.add(ScriptedJobs.failure(kind));

    assertThatThrownBy(() -> starter.start(request))
        .isInstanceOf(WaveRefusedException.class)
        .hasMessageContaining("scripted " + kind);
    assertThat(jobs.created).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"THROTTLED", "UNREACHABLE"})
  void whatIsCertainNotToHaveStartedIsTriedAgainWithoutLookingItUp(Kind kind) throws Exception {
    jobs.createFailures.add(ScriptedJobs.failure(kind));
    jobs.createFailures.add(ScriptedJobs.failure(kind));

    starter.start(request);

    assertThat(jobs.created).hasSize(3);
    assertThat(jobs.describes).isZero();
  }

  @Test
  void triesEnd() {
    for (int attempt = 0; attempt < 10; attempt++) {
      jobs.createFailures.add(ScriptedJobs.failure(Kind.THROTTLED));
    }

    assertThatThrownBy(() -> starter.start(request)).isInstanceOf(WaveRefusedException.class);
    assertThat(jobs.created).hasSize(3);
  }
}
