package dev.batchtransform.spark.internal.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.batchtransform.spark.internal.executor.JobPlace;
import dev.batchtransform.spark.internal.executor.RecordedJob;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One wave of a run, as the ledger keeps it.
 *
 * @param index 0 for the first
 * @param files files it sent
 * @param records records it sent
 * @param maxPayloadInMB largest request it sent; null for the option {@code maxPayloadInMB}
 * @param jobName SageMaker's transform job; written down when the wave is planned
 * @param submitted when it was started
 * @param state how it ended; null while it runs
 * @param reason why it failed or was stopped
 * @param started when instances started to work
 * @param ended when they stopped
 * @param instanceSeconds seconds times instances that are paid for
 * @param region where its job lives; null where it has none or an earlier version has started it
 * @param account whose its job is, once that is known
 * @param executor who ran it, as in the option {@code executor}; null for the run's own, and in
 *     ledgers of older versions
 * @param probe true when it sent a few records of many, to learn how many fail; null for false
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LedgerWave(
    int index,
    int files,
    long records,
    @Nullable Integer maxPayloadInMB,
    @Nullable String jobName,
    @Nullable Instant submitted,
    WaveResult.@Nullable State state,
    @Nullable String reason,
    @Nullable Instant started,
    @Nullable Instant ended,
    long instanceSeconds,
    @Nullable String region,
    @Nullable String account,
    @Nullable String executor,
    @Nullable Boolean probe) {

  private static final Pattern PATH = Pattern.compile("s3://[^\\s\"']+");

  public static LedgerWave planned(
      int index, int files, long records, OptionalInt maxPayloadInMB, boolean probe) {
    return LedgerWaveBuilder.builder()
        .index(index)
        .files(files)
        .records(records)
        .maxPayloadInMB(maxPayloadInMB.isPresent() ? maxPayloadInMB.getAsInt() : null)
        .probe(probe ? true : null)
        .build();
  }

  /** The wave, run by another executor than the run's own. */
  public LedgerWave by(ExecutorKind other) {
    return LedgerWaveBuilder.builder(this).executor(other.text()).build();
  }

  /** Whether it sent a few records of many, to learn how many fail. */
  public boolean isProbe() {
    return Boolean.TRUE.equals(probe);
  }

  /** Largest request it sent, where it is not the option {@code maxPayloadInMB}. */
  public OptionalInt reducedPayload() {
    return maxPayloadInMB == null ? OptionalInt.empty() : OptionalInt.of(maxPayloadInMB);
  }

  /**
   * The service's own words for why it failed. They have neither the job's name, which holds the
   * run's, nor a path, which may both say anything; and without a job there is no service, but a
   * model's words about a record.
   */
  public String words() {
    return reason == null || jobName == null
        ? ""
        : PATH.matcher(reason.replace(jobName, "")).replaceAll("");
  }

  /** The job that was started; empty while it was not, and where there is none. */
  public Optional<String> startedJob() {
    return submitted == null ? Optional.empty() : Optional.ofNullable(jobName);
  }

  /** What is written down of its job. */
  public Optional<RecordedJob> recorded() {
    return jobName == null
        ? Optional.empty()
        : Optional.of(
            new RecordedJob(
                jobName,
                submitted != null,
                Optional.ofNullable(region),
                Optional.ofNullable(account)));
  }

  /** The wave as it will be started. */
  public LedgerWave named(
      @Nullable String job, @Nullable String inRegion, @Nullable String inAccount) {
    return LedgerWaveBuilder.builder(this).jobName(job).region(inRegion).account(inAccount).build();
  }

  public LedgerWave submittedAs(@Nullable String job, Instant at) {
    return LedgerWaveBuilder.builder(this).jobName(job).submitted(at).build();
  }

  /** The wave as it was started, or found to have been. */
  public LedgerWave startedAs(RunningWave running, Instant now) {
    Optional<JobPlace> place = running.place();
    return LedgerWaveBuilder.builder(this)
        .jobName(running.jobName().orElse(null))
        .submitted(submitted == null ? now : submitted)
        .region(place.map(JobPlace::region).orElse(region))
        .account(place.map(JobPlace::account).orElse(account))
        .build();
  }

  public LedgerWave ended(WaveResult result) {
    return LedgerWaveBuilder.builder(this)
        .state(result.state())
        .reason(result.reason().orElse(null))
        .started(result.started().orElse(null))
        .ended(result.ended().orElse(null))
        .instanceSeconds(result.instanceSeconds())
        .build();
  }
}
