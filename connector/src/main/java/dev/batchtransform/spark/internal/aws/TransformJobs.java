package dev.batchtransform.spark.internal.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * SageMaker's transform jobs, as far as a run needs them. Every method throws {@link
 * AwsCallException} when the call fails. Throttled calls are repeated a few times first. Safe for
 * use by several threads.
 */
public interface TransformJobs extends AutoCloseable {

  /** The log group in CloudWatch that has the jobs' logs; their names begin its streams' names. */
  String LOG_GROUP = "/aws/sagemaker/TransformJobs";

  /**
   * Connects to SageMaker.
   *
   * @throws AwsCallException when no region or no credentials can be found, or the role cannot be
   *     assumed
   */
  static TransformJobs connect(AwsSettings settings) {
    return SageMakerConnector.connect(settings);
  }

  /**
   * Refuses what can start no job.
   *
   * @throws InvalidOptionException naming the option and what to do
   */
  default void requireUsable() {}

  /**
   * Starts a job. Never repeated when it is not known whether SageMaker took the first call: that
   * ends in {@link AwsCallException.Kind#UNKNOWN_OUTCOME}, and a job of that name may be running.
   *
   * @param request a CreateTransformJob request
   * @return the job's ARN, or that of what starts it, which has the same region and account
   * @throws InvalidOptionException when the request has a field that SageMaker does not know
   */
  String create(ObjectNode request);

  /** What SageMaker knows of the job; empty when there is no job of that name. */
  Optional<TransformJobDescription> describe(String jobName);

  /** Asks the job to stop. Harmless when it is stopping or has ended. */
  void stop(String jobName);

  /** What a person types to stop it. */
  default String stopCommand(String jobName) {
    return "aws sagemaker stop-transform-job --transform-job-name " + jobName;
  }

  /**
   * Lines of the job's data log, in which SageMaker says what became of each object, in the order
   * of their times. Empty when there is none yet, or when it cannot be read, which is no error: a
   * caller may lack the permission {@code logs:FilterLogEvents}. At most the first 10,000.
   */
  List<String> dataLog(String jobName);

  /**
   * What the job's log shows of its life, without a word of it; empty when the log cannot be read,
   * which is no error.
   *
   * @param since from when on a container's lines count
   */
  Optional<JobLogSigns> logSigns(String jobName, Instant since);

  /** Looks for a model. That the caller may not look is no error. */
  ModelLookup describeModel(String modelName);

  /** The region that is called, as it was given or found. */
  String region();

  @Override
  void close();
}
