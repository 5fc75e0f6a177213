package dev.batchtransform.spark.internal.executor.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.aws.AwsSettings;
import dev.batchtransform.spark.internal.aws.JobLogSigns;
import dev.batchtransform.spark.internal.aws.ModelLookup;
import dev.batchtransform.spark.internal.aws.StateMachine;
import dev.batchtransform.spark.internal.aws.StateMachine.Execution;
import dev.batchtransform.spark.internal.aws.TransformJobDescription;
import dev.batchtransform.spark.internal.aws.TransformJobDescription.Status;
import dev.batchtransform.spark.internal.aws.TransformJobs;
import dev.batchtransform.spark.internal.executor.AwsOptions;
import dev.batchtransform.spark.internal.executor.JobPlace;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transform jobs that a state machine starts. An execution has the name of the job that it is asked
 * for, so that neither is ever started twice. Its state counts; the job itself is looked at, and
 * stopped, only where the caller may.
 */
public final class StateMachineJobs implements TransformJobs {

  private static final Logger LOG = LoggerFactory.getLogger(StateMachineJobs.class);

  private static final String STATUS = "TransformJobStatus";

  private final String arn;
  private final StateMachine machine;
  private final TransformJobs jobs;

  /**
   * Jobs of that machine.
   *
   * @param arn the machine's, for messages
   * @param machine closed with this
   * @param jobs SageMaker itself; closed with this
   */
  StateMachineJobs(String arn, StateMachine machine, TransformJobs jobs) {
    this.arn = arn;
    this.machine = machine;
    this.jobs = jobs;
  }

  /**
   * Connects to the machine's region, as whom the options say.
   *
   * @throws AwsCallException when no credentials are found
   */
  public static TransformJobs connect(TransformOptions options) {
    String arn = options.get(OptionTable.STATE_MACHINE_ARN);
    String region = JobPlace.ofArn(arn).orElseThrow().region();
    AwsSettings settings = AwsOptions.settings(options).in(region);
    TransformJobs jobs = TransformJobs.connect(settings);
    try {
      return new StateMachineJobs(arn, StateMachine.connect(settings, arn), jobs);
    } catch (RuntimeException failure) {
      jobs.close();
      throw failure;
    }
  }

  @Override
  public void requireUsable() {
    Optional<String> type;
    try {
      type = machine.type();
    } catch (AwsCallException failure) {
      if (failure.kind() != Kind.NOT_FOUND) {
        throw failure;
      }
      throw new InvalidOptionException(
          "Cannot use option 'stateMachineArn' because Step Functions has no state machine %s. Check the ARN: terraform output state_machine_arn prints that of the module batch-transform."
              .formatted(arn),
          failure);
    }
    if (type.filter("EXPRESS"::equals).isPresent()) {
      throw new InvalidOptionException(
          "Cannot use option 'stateMachineArn' because the state machine %s is of type EXPRESS, whose executions end after five minutes and cannot be looked up. Create one of type STANDARD."
              .formatted(arn));
    }
  }

  /** The machine's own attempts are one: a run sends again only what has failed. */
  @Override
  public String create(ObjectNode request) {
    ObjectNode input = request.objectNode();
    input.set("request", request);
    input.set("manifest", request.at("/TransformInput/DataSource/S3DataSource/S3Uri"));
    input.put("attempts", 1);
    return machine.start(request.path("TransformJobName").asText(), input.toString());
  }

  @Override
  public Optional<TransformJobDescription> describe(String jobName) {
    return machine.describe(jobName).map(execution -> describe(jobName, execution));
  }

  private TransformJobDescription describe(String name, Execution execution) {
    JobSight sight = sight(name, execution);
    Optional<Status> own = sight.job().map(found -> Status.of(found.path(STATUS).asText()));
    if (ExecutionStatus.isOrphan(execution, own)) {
      stopOrphan(sight.job().orElseThrow().path("TransformJobName").asText());
    }
    Status status = ExecutionStatus.of(execution, own);
    ObjectNode answer = sight.job().orElseGet(() -> unseen(name, execution, sight));
    answer.put(STATUS, status.text());
    if (status == Status.FAILED && !answer.has("FailureReason")) {
      answer.put("FailureReason", reason(execution, sight));
    }
    return TransformJobDescription.of(answer);
  }

  /**
   * What is known of an execution's job.
   *
   * @param job its description
   * @param mayBe whether there may be one without a description: it must not be looked at, or the
   *     execution speaks of its failure
   */
  private record JobSight(Optional<ObjectNode> job, boolean mayBe) {}

  private JobSight sight(String name, Execution execution) {
    Optional<ObjectNode> told =
        execution
            .output()
            .flatMap(JobWords::description)
            .or(() -> execution.cause().flatMap(JobWords::description));
    return told.isPresent() ? new JobSight(told, true) : look(name, execution);
  }

  private JobSight look(String name, Execution execution) {
    String jobName = jobName(name, execution);
    try {
      return new JobSight(
          jobs.describe(jobName).map(TransformJobDescription::answer), failedJob(execution));
    } catch (AwsCallException failure) {
      if (failure.kind() != Kind.ACCESS_DENIED) {
        throw failure;
      }
      LOG.debug("Transform job '{}' is not looked at: {}", jobName, failure.getMessage());
      return new JobSight(Optional.empty(), true);
    }
  }

  /** A machine that names its jobs itself may say how. */
  private static String jobName(String name, Execution execution) {
    JsonNode job = JobWords.object(execution.output().orElse("")).path("job");
    return job.isTextual() ? job.asText() : name;
  }

  private static boolean failedJob(Execution execution) {
    return execution.cause().filter(JobWords::isFailureReason).isPresent();
  }

  /** What is known of a job that is not there, or must not be seen; its time is then the whole. */
  private static ObjectNode unseen(String name, Execution execution, JobSight sight) {
    ObjectNode answer =
        JobWords.object(execution.input()).path("request") instanceof ObjectNode request
            ? request
            : JobWords.object("{}");
    answer.remove("Tags");
    answer.put("TransformJobName", name);
    answer.put("TransformJobArn", execution.arn());
    answer.put("CreationTime", execution.started().toString());
    if (sight.mayBe()) {
      answer.put("TransformStartTime", execution.started().toString());
      execution.stopped().ifPresent(end -> answer.put("TransformEndTime", end.toString()));
    }
    return answer;
  }

  /** As SageMaker has said it, where the execution passes that on. */
  private String reason(Execution execution, JobSight sight) {
    if (failedJob(execution)) {
      return execution.cause().orElseThrow();
    }
    return "The execution of state machine %s ended as %s%s, with %s%s"
        .formatted(
            arn,
            execution.status(),
            sight.job().isPresent()
                ? ""
                : " without a transform job" + (sight.mayBe() ? " that may be seen" : ""),
            execution.error().orElse("no error"),
            execution.cause().map(words -> ": " + words).orElse(""));
  }

  @Override
  public void stop(String jobName) {
    machine.stop(jobName);
  }

  /**
   * Step Functions stops the job of an ended execution as well as it can; it may have failed to.
   */
  private void stopOrphan(String jobName) {
    try {
      jobs.stop(jobName);
      LOG.info("Stopped transform job '{}', whose execution has ended", jobName);
    } catch (AwsCallException failure) {
      LOG.warn(
          "Cannot stop transform job '{}', whose execution has ended and which may keep running and cost money: {}",
          jobName,
          failure.getMessage());
    }
  }

  @Override
  public String stopCommand(String jobName) {
    return "aws stepfunctions stop-execution --execution-arn " + machine.executionArn(jobName);
  }

  @Override
  public List<String> dataLog(String jobName) {
    return jobs.dataLog(jobName);
  }

  @Override
  public Optional<JobLogSigns> logSigns(String jobName, Instant since) {
    return jobs.logSigns(jobName, since);
  }

  @Override
  public ModelLookup describeModel(String modelName) {
    return jobs.describeModel(modelName);
  }

  @Override
  public String region() {
    return jobs.region();
  }

  @Override
  public void close() {
    machine.close();
    jobs.close();
  }
}
