package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.api.Resources.Model;
import dev.batchtransform.emulator.container.ModelDefinition;
import dev.batchtransform.emulator.job.JobRunner;
import dev.batchtransform.emulator.job.TransformJob;
import dev.batchtransform.emulator.job.TransformSpec;
import dev.batchtransform.emulator.shape.TransformJobRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CreateTransformJob, DescribeTransformJob, ListTransformJobs, StopTransformJob. */
final class JobOperations {

  private static final Listing<TransformJob> LISTING =
      new Listing<>(
          TransformJob::name,
          TransformJob::created,
          Map.of(
              "Name", Comparator.comparing(TransformJob::name),
              "CreationTime", Comparator.comparing(TransformJob::created),
              "Status", Comparator.comparing(job -> job.state().status().text())));

  private final Resources resources;
  private final Arns arns;
  private final ApiSettings settings;
  private final Duration retryBackoff;
  private final JobRunner runner;

  JobOperations(
      Resources resources,
      Arns arns,
      ApiSettings settings,
      Duration retryBackoff,
      JobRunner runner) {
    this.resources = resources;
    this.arns = arns;
    this.settings = settings;
    this.retryBackoff = retryBackoff;
    this.runner = runner;
  }

  List<Operation> operations() {
    Optional<String> name = Optional.of("TransformJobName");
    return List.of(
        Operation.sageMaker("CreateTransformJob", name, this::create),
        Operation.sageMaker("DescribeTransformJob", name, this::describe),
        Operation.sageMaker("ListTransformJobs", Optional.empty(), this::list),
        Operation.sageMaker("StopTransformJob", name, this::stop));
  }

  private Optional<ObjectNode> create(ObjectNode request, Caller caller) {
    return Optional.of(Json.object().put("TransformJobArn", start(request, caller).arn()));
  }

  /** Starts a job, as a valid request asks. */
  TransformJob start(ObjectNode request, Caller caller) {
    TransformJobRules.firstBroken(request)
        .ifPresent(
            message -> {
              throw ApiException.validation(message);
            });
    TransformSpec spec = spec(request);
    Map<String, String> tags = TagOperations.tags(request);
    String modelName = request.path("ModelName").asText();
    String modelArn = arns.model(caller, modelName);
    if (resources.model(modelName).isEmpty()) {
      throw ModelOperations.unknown(modelArn);
    }
    runner
        .refuses(spec)
        .ifPresent(
            message -> {
              throw ApiException.validation(message);
            });
    String name = request.path("TransformJobName").asText();
    TransformJob job =
        new TransformJob(name, arns.job(caller, name), modelArn, request, Instant.now());
    if (!resources.add(job)) {
      throw new ApiException(
          settings.duplicateJob(),
          "Job name must be unique within an AWS account and region, and a job with this name"
              + " already exists (%s)".formatted(job.arn()));
    }
    resources.addTags(job.arn(), tags);
    runner.start(
        job, spec, () -> resources.model(modelName).map(Model::request).map(ModelDefinition::of));
    return job;
  }

  private TransformSpec spec(ObjectNode request) {
    try {
      return TransformSpec.of(request, retryBackoff);
    } catch (IllegalArgumentException failure) {
      throw ApiException.validation(String.valueOf(failure.getMessage()));
    }
  }

  private Optional<ObjectNode> describe(ObjectNode request, Caller caller) {
    return Optional.of(JobDescription.of(require(request)));
  }

  private TransformJob require(ObjectNode request) {
    String name = request.path("TransformJobName").asText();
    return resources
        .job(name)
        .orElseThrow(
            () ->
                new ApiException(
                    settings.unknownJob(), "Could not find requested job with name: " + name));
  }

  private Optional<ObjectNode> list(ObjectNode request, Caller caller) {
    String status = request.path("StatusEquals").asText("");
    Collection<TransformJob> wanted =
        resources.jobs().stream()
            .filter(job -> status.isEmpty() || job.state().status().text().equals(status))
            .filter(job -> Listing.within(job.state().modified(), "LastModifiedTime", request))
            .toList();
    Listing.Page<TransformJob> page = LISTING.page(wanted, request);
    ObjectNode answer = Json.object();
    ArrayNode summaries = answer.putArray("TransformJobSummaries");
    page.items().forEach(job -> summaries.add(JobDescription.summary(job)));
    page.next().ifPresent(token -> answer.put("NextToken", token));
    return Optional.of(answer);
  }

  private Optional<ObjectNode> stop(ObjectNode request, Caller caller) {
    TransformJob job = require(request);
    if (!runner.stop(job)) {
      throw ApiException.validation(
          "The request was rejected because the transform job is in status %s."
              .formatted(job.state().status().text()));
    }
    return Optional.empty();
  }
}
