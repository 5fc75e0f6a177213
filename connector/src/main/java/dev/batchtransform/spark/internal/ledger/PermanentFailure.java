package dev.batchtransform.spark.internal.ledger;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reasons for a job's failure that the same job would meet again, whatever its records, with what
 * to do about them. SageMaker has no codes for them; its words are those that users have reported.
 */
public enum PermanentFailure {
  NO_PING(
      WaveEnding.OF_MODEL,
      "failed to respond to ping",
      "See the container's log for why its server does not start; it must answer GET /ping on port 8080 with status 200."),
  NO_MODEL(
      WaveEnding.OF_MODEL,
      "Could not find model",
      "Create the model again; it was deleted while the job was starting."),
  NO_JOB(
      WaveEnding.OF_ACCOUNT,
      "without a transform job(?!.*(Throttl|InternalServer|[cC]apacity|try again|LimitExceeded))",
      "Look at the execution in the console of Step Functions, and correct the state machine or its role."),
  NOT_ALLOWED(
      WaveEnding.OF_ACCOUNT,
      "Access ?[Dd]enied|not authorized",
      "Give the model's execution role the permissions it lacks, such as reading and writing below the staging path and using its KMS keys."),
  NO_BUCKET(
      WaveEnding.OF_ACCOUNT,
      "NoSuchBucket|bucket does not exist|No S3 objects found|Cannot read the manifest",
      "Make sure that the bucket of the staging path exists in the job's region, and that nothing deletes objects below the staging path while a run works."),
  NO_QUOTA(
      WaveEnding.OF_ACCOUNT,
      "ResourceLimitExceeded|service limit",
      "Request a higher quota for this instance type in Service Quotas, or use another 'instanceType'.");

  private final WaveEnding ending;
  private final Pattern words;
  private final String cure;

  PermanentFailure(WaveEnding ending, String words, String cure) {
    this.ending = ending;
    this.words = Pattern.compile(words);
    this.cure = cure;
  }

  /** What a job's failure reason speaks of; empty when the same job may well succeed. */
  public static Optional<PermanentFailure> in(String reason) {
    return Arrays.stream(values())
        .filter(failure -> failure.words.matcher(reason).find())
        .findFirst();
  }

  /** Whose fault it is. */
  WaveEnding ending() {
    return ending;
  }

  /** What a person has to do. */
  public String cure() {
    return cure;
  }
}
