package dev.batchtransform.spark.internal.aws;

/** What came of looking for a model. */
public sealed interface ModelLookup {

  /** SageMaker has it. */
  record Found(ModelDescription model) implements ModelLookup {}

  /** SageMaker has no model of this name in this account and region. */
  record Missing() implements ModelLookup {}

  /**
   * The caller may not look. SageMaker checks the name again when a job is created.
   *
   * @param why in SageMaker's words, with the permission that is missing
   */
  record Hidden(String why) implements ModelLookup {}
}
