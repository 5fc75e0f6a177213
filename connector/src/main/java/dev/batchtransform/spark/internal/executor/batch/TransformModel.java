package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.aws.ModelDescription;
import dev.batchtransform.spark.internal.aws.ModelLookup;
import dev.batchtransform.spark.internal.aws.TransformJobs;
import dev.batchtransform.spark.internal.executor.JobPlace;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.model.BatchStrategy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model that the option {@code model} names, looked up once. */
final class TransformModel {

  private static final Logger LOG = LoggerFactory.getLogger(TransformModel.class);

  private final TransformJobs jobs;
  private final TransformOptions options;
  private @Nullable ModelDescription known;

  TransformModel(TransformJobs jobs, TransformOptions options) {
    this.jobs = jobs;
    this.options = options;
  }

  /**
   * Refuses a model that SageMaker does not have, and one with which AWS documents that a transform
   * job cannot work. What is not known of a model is left to SageMaker.
   *
   * @throws InvalidOptionException with the way out
   */
  void requireUsable() {
    String name = options.get(OptionTable.MODEL);
    ModelLookup lookup = jobs.describeModel(name);
    if (lookup instanceof ModelLookup.Found found) {
      known = found.model();
      refuse(found.model());
      warnOfPipeline(found.model());
    } else if (lookup instanceof ModelLookup.Hidden hidden) {
      LOG.debug("Model '{}' is not checked: {}", name, hidden.why());
    } else {
      throw new InvalidOptionException(
          "Cannot use option 'model' because SageMaker has no model '%s' in %s. Create it there, or set the option 'region' to where it is."
              .formatted(name, jobs.region()));
    }
  }

  /** The account that is called; empty when SageMaker does not say. */
  Optional<String> account() {
    return description().map(ModelDescription::arn).flatMap(JobPlace::ofArn).map(JobPlace::account);
  }

  private Optional<ModelDescription> description() {
    if (known == null) {
      String name = options.get(OptionTable.MODEL);
      try {
        if (jobs.describeModel(name) instanceof ModelLookup.Found found) {
          known = found.model();
        }
      } catch (AwsCallException failure) {
        LOG.debug("The account of model '{}' is not known: {}", name, failure.getMessage());
      }
    }
    return Optional.ofNullable(known);
  }

  private static void refuse(ModelDescription model) {
    refusal(model)
        .ifPresent(
            why -> {
              throw new InvalidOptionException(
                  "Cannot use option 'model' because Batch Transform does not take model '%s': %s"
                      .formatted(model.name(), why));
            });
  }

  private static Optional<String> refusal(ModelDescription model) {
    if (model.containers().stream().anyMatch(ModelDescription.Container::dataOnlyAsSource)) {
      return Optional.of(
          "its data is given as ModelDataSource, which AWS does not support for transform jobs. Create a model of the same image whose ModelDataUrl is the same files as one .tar.gz, and name that.");
    } else if (model.containers().stream()
        .anyMatch(ModelDescription.Container::hostsSeveralModels)) {
      return Optional.of(
          "it hosts several models (Mode MultiModel), and a transform job has no way to say which one a record is for. Create a model of the one you want, with Mode SingleModel and its own .tar.gz as ModelDataUrl, and name that.");
    } else if (model.direct() && model.containers().size() > 1) {
      return Optional.of(
          "its %d containers are called one by one (InferenceExecutionConfig of mode Direct), and a transform job has no way to say which one a record is for. Create a model of the container you want, or of all with mode Serial if each is to get the answer of the one before it, and name that."
              .formatted(model.containers().size()));
    }
    return Optional.empty();
  }

  private void warnOfPipeline(ModelDescription model) {
    if (model.containers().size() > 1
        && options.get(OptionTable.BATCH_STRATEGY) == BatchStrategy.MULTI_RECORD) {
      LOG.warn(
          "Model '{}' is an inference pipeline of {} containers, and some are reported to fail with batchStrategy=MultiRecord: each of its containers must take and answer several records in one request. If its files fail, use batchStrategy=SingleRecord.",
          model.name(),
          model.containers().size());
    }
  }
}
