package dev.batchtransform.spark.internal.executor.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.internal.aws.JobLogSigns;
import dev.batchtransform.spark.internal.aws.ModelDescription;
import dev.batchtransform.spark.internal.aws.ModelLookup;
import dev.batchtransform.spark.internal.aws.TransformJobDescription;
import dev.batchtransform.spark.internal.aws.TransformJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** SageMaker in virtual time: what a job is, is a function of the time since the start. */
final class ScriptedJobs implements TransformJobs {

  static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:transform-job/";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  final List<ObjectNode> created = new ArrayList<>();
  final List<String> stopped = new ArrayList<>();
  final Deque<Runnable> createFailures = new ArrayDeque<>();
  final Deque<Runnable> describeFailures = new ArrayDeque<>();
  final Deque<Runnable> stopFailures = new ArrayDeque<>();
  ModelLookup model = new ModelLookup.Found(model("{}"));
  int modelLooks;
  Optional<JobLogSigns> logSigns = Optional.empty();
  List<Instant> logSignsSince = new ArrayList<>();
  boolean closed;
  int describes;
  List<String> dataLog = List.of();
  int dataLogShownAtLook = 1;
  int dataLogLooks;

  private final VirtualClock clock;
  private Function<Duration, Optional<ObjectNode>> job = elapsed -> Optional.empty();

  ScriptedJobs(VirtualClock clock) {
    this.clock = clock;
  }

  /** The answer of DescribeTransformJob at a time since the start. */
  ScriptedJobs job(Function<Duration, Optional<ObjectNode>> job) {
    this.job = job;
    return this;
  }

  static Runnable failure(Kind kind) {
    return () -> {
      throw new AwsCallException(kind, "scripted " + kind + ".", null);
    };
  }

  static ObjectNode answer(String status) {
    ObjectNode answer = MAPPER.createObjectNode();
    answer.put("TransformJobName", "job").put("TransformJobStatus", status);
    answer.put("CreationTime", VirtualClock.START.toString());
    answer
        .putObject("TransformResources")
        .put("InstanceType", "ml.m5.xlarge")
        .put("InstanceCount", 2);
    return answer;
  }

  /** A job that waits, works, and ends with the given status. */
  static Function<Duration, Optional<ObjectNode>> lifeOf(
      Duration startsAt, Duration endsAt, String lastStatus) {
    return elapsed -> {
      boolean ended = elapsed.compareTo(endsAt) >= 0;
      ObjectNode answer = answer(ended ? lastStatus : "InProgress");
      if (elapsed.compareTo(startsAt) >= 0) {
        answer.put("TransformStartTime", VirtualClock.START.plus(startsAt).toString());
      }
      if (ended) {
        answer.put("TransformEndTime", VirtualClock.START.plus(endsAt).toString());
      }
      return Optional.of(answer);
    };
  }

  @Override
  public String create(ObjectNode request) {
    created.add(request);
    runNext(createFailures);
    return ARN + request.path("TransformJobName").asText();
  }

  @Override
  public Optional<TransformJobDescription> describe(String jobName) {
    describes++;
    runNext(describeFailures);
    return job.apply(clock.elapsed())
        .map(answer -> TransformJobDescription.of(answer.put("TransformJobName", jobName)));
  }

  @Override
  public void stop(String jobName) {
    runNext(stopFailures);
    stopped.add(jobName);
  }

  @Override
  public List<String> dataLog(String jobName) {
    dataLogLooks++;
    return dataLogLooks >= dataLogShownAtLook ? dataLog : List.of();
  }

  @Override
  public Optional<JobLogSigns> logSigns(String jobName, Instant since) {
    logSignsSince.add(since);
    return logSigns;
  }

  @Override
  public ModelLookup describeModel(String modelName) {
    modelLooks++;
    return model;
  }

  /** A model as DescribeModel would show it, given as JSON. */
  static ModelDescription model(String answer) {
    try {
      return ModelDescription.of((ObjectNode) MAPPER.readTree(answer));
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(failure);
    }
  }

  @Override
  public String region() {
    return "eu-west-1";
  }

  @Override
  public void close() {
    closed = true;
  }

  private static void runNext(Deque<Runnable> failures) {
    Runnable next = failures.poll();
    if (next != null) {
      next.run();
    }
  }
}
