package dev.batchtransform.spark.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.batchtransform.spark.executor.WaveResult;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One wave of a run, as the ledger keeps it.
 *
 * @param index 0 for the first
 * @param files files it sent
 * @param records records it sent
 * @param maxPayloadInMB largest request it sent; null for the option {@code maxPayloadInMB}
 * @param jobName SageMaker's transform job, once it has been started
 * @param submitted when it was started
 * @param state how it ended; null while it runs
 * @param reason why it failed or was stopped
 * @param started when instances started to work
 * @param ended when they stopped
 * @param instanceSeconds seconds times instances that are paid for
 */
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
    long instanceSeconds) {

  static LedgerWave planned(int index, int files, long records, OptionalInt maxPayloadInMB) {
    Integer payload = maxPayloadInMB.isPresent() ? maxPayloadInMB.getAsInt() : null;
    return new LedgerWave(index, files, records, payload, null, null, null, null, null, null, 0);
  }

  /** Largest request it sent, where it is not the option {@code maxPayloadInMB}. */
  OptionalInt reducedPayload() {
    return maxPayloadInMB == null ? OptionalInt.empty() : OptionalInt.of(maxPayloadInMB);
  }

  /**
   * The service's own words for why it failed. They have no job's name, which holds the run's and
   * may say anything; and without a job there is no service, but a model's words about a record.
   */
  String words() {
    return reason == null || jobName == null ? "" : reason.replace(jobName, "");
  }

  LedgerWave submittedAs(@Nullable String job, Instant at) {
    return new LedgerWave(
        index, files, records, maxPayloadInMB, job, at, null, null, null, null, 0);
  }

  LedgerWave ended(WaveResult result) {
    return new LedgerWave(
        index,
        files,
        records,
        maxPayloadInMB,
        jobName,
        submitted,
        result.state(),
        result.reason().orElse(null),
        result.started().orElse(null),
        result.ended().orElse(null),
        result.instanceSeconds());
  }
}
