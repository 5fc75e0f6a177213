package dev.batchtransform.spark.internal.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.aws.TransformJobDescription.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;

/** {@link TransformJobs} through the AWS SDK. */
final class SageMakerTransformJobs implements TransformJobs {

  private final SageMakerClient client;
  private final SageMakerClient creating;
  private final DataLogReader dataLogs;
  private final String region;
  private final AwsErrors errors;
  private final Closing closing;

  /**
   * @param client for calls that may be repeated
   * @param creating for calls that are repeated only when it is certain that nothing was done
   */
  SageMakerTransformJobs(
      SageMakerClient client,
      SageMakerClient creating,
      DataLogReader dataLogs,
      String region,
      AwsErrors errors,
      Closing closing) {
    this.client = client;
    this.creating = creating;
    this.dataLogs = dataLogs;
    this.region = region;
    this.errors = errors;
    this.closing = closing;
  }

  @Override
  public String create(ObjectNode request) {
    List<FieldProblem> problems = new ArrayList<>();
    CreateTransformJobRequest.Builder builder =
        SdkJson.fill(CreateTransformJobRequest.builder(), request, problems);
    if (!problems.isEmpty()) {
      throw new InvalidOptionException("Not a CreateTransformJob request: " + problems);
    }
    String job = job(request.path("TransformJobName").asText());
    return errors.call(
        "sagemaker:CreateTransformJob",
        job,
        () -> String.valueOf(creating.createTransformJob(builder.build()).transformJobArn()));
  }

  @Override
  public Optional<TransformJobDescription> describe(String jobName) {
    try {
      return Optional.of(
          errors.call(
              "sagemaker:DescribeTransformJob",
              job(jobName),
              () ->
                  TransformJobDescription.of(
                      SdkJson.toJson(
                          client.describeTransformJob(r -> r.transformJobName(jobName))))));
    } catch (AwsCallException failure) {
      if (failure.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public void stop(String jobName) {
    try {
      errors.call(
          "sagemaker:StopTransformJob",
          job(jobName),
          () -> client.stopTransformJob(r -> r.transformJobName(jobName)));
    } catch (AwsCallException failure) {
      Optional<Status> now = describe(jobName).map(TransformJobDescription::status);
      if (now.filter(status -> status.isFinal() || status == Status.STOPPING).isEmpty()) {
        throw failure;
      }
    }
  }

  @Override
  public List<String> dataLog(String jobName) {
    return dataLogs.read(jobName);
  }

  @Override
  public Optional<JobLogSigns> logSigns(String jobName, Instant since) {
    return dataLogs.signs(jobName, since);
  }

  @Override
  public ModelLookup describeModel(String modelName) {
    try {
      return errors.call(
          "sagemaker:DescribeModel",
          "model '" + modelName + "'",
          () ->
              new ModelLookup.Found(
                  ModelDescription.of(
                      SdkJson.toJson(client.describeModel(r -> r.modelName(modelName))))));
    } catch (AwsCallException failure) {
      return switch (failure.kind()) {
        case NOT_FOUND -> new ModelLookup.Missing();
        case ACCESS_DENIED -> new ModelLookup.Hidden(String.valueOf(failure.getMessage()));
        default -> throw failure;
      };
    }
  }

  @Override
  public String region() {
    return region;
  }

  @Override
  public void close() {
    closing.close();
  }

  private static String job(String name) {
    return "transform job '" + name + "'";
  }
}
