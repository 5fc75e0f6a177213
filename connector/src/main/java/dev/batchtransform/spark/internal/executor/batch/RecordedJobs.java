package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.WaveElsewhereException;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.internal.aws.TransformJobDescription;
import dev.batchtransform.spark.internal.aws.TransformJobs;
import dev.batchtransform.spark.internal.executor.JobPlace;
import dev.batchtransform.spark.internal.executor.RecordedJob;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.stage.SageMakerUris;
import java.util.Optional;

/**
 * Looks up jobs that are known to have been started, by the name that was written down. "Not found"
 * is also what SageMaker says in another region or account, so it is never a reason to start one.
 */
final class RecordedJobs {

  private static final int LOOKS = 4;

  private final TransformJobs jobs;
  private final PollClock clock;
  private final Backoff pauses;

  RecordedJobs(TransformJobs jobs, PollClock clock, Backoff pauses) {
    this.jobs = jobs;
    this.clock = clock;
    this.pauses = pauses;
  }

  /** The job, once SageMaker shows it: one that was just created may not be seen at once. */
  TransformJobDescription await(Wave wave, RecordedJob recorded) throws InterruptedException {
    for (int look = 1; look < LOOKS; look++) {
      Optional<TransformJobDescription> found = describe(recorded);
      if (found.isPresent()) {
        return located(wave, recorded, found.get());
      }
      clock.sleep(pauses.before(look));
    }
    return require(wave, recorded);
  }

  /** The job. */
  TransformJobDescription require(Wave wave, RecordedJob recorded) {
    return describe(recorded)
        .map(found -> located(wave, recorded, found))
        .orElseThrow(() -> elsewhere(wave, recorded, "SageMaker has no such job there"));
  }

  private Optional<TransformJobDescription> describe(RecordedJob recorded) {
    try {
      return jobs.describe(recorded.name());
    } catch (AwsCallException failure) {
      throw new WaveOutOfReachException(
          "Cannot look at transform job '%s', which was started: %s"
              .formatted(recorded.name(), failure.getMessage()),
          failure);
    }
  }

  private TransformJobDescription located(
      Wave wave, RecordedJob recorded, TransformJobDescription found) {
    Optional<JobPlace> place = JobPlace.ofArn(found.arn());
    Optional<String> account = place.map(JobPlace::account);
    if (recorded.account().isPresent()
        && account.isPresent()
        && !recorded.account().equals(account)) {
      throw elsewhere(
          wave, recorded, "the job of that name there belongs to account " + account.get());
    }
    String outputs = found.answer().at("/TransformOutput/S3OutputPath").asText();
    String ours = SageMakerUris.ofFolder(wave.layout().outputs(wave.index()));
    if (!withoutSlash(outputs).equals(withoutSlash(ours))) {
      throw elsewhere(wave, recorded, "the job of that name there writes to " + outputs);
    }
    return found;
  }

  private static String withoutSlash(String folder) {
    return folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
  }

  private WaveElsewhereException elsewhere(Wave wave, RecordedJob recorded, String why) {
    String place =
        recorded.region().map(region -> "in region " + region).orElse("")
            + recorded.account().map(account -> " of account " + account).orElse("");
    return new WaveElsewhereException(
        "Cannot find transform job '%s' of run '%s' in region %s because %s. The job was started %s. Nothing was started and nothing was changed. Attach to the run where its job is: BatchTransform.attach(spark, path, runId, options) with 'region', 'endpointUrl', 'roleArn' or 'externalId'."
            .formatted(
                recorded.name(),
                wave.runId(),
                jobs.region(),
                why,
                place.isEmpty()
                    ? "in a region and account that the run's ledger does not name"
                    : place.strip()));
  }
}
