package dev.batchtransform.spark.it;

import dev.batchtransform.spark.it.sandbox.Sandbox;

/** What was asked of SageMaker. */
final class Actions {
  private Actions() {}

  /** Transform jobs that were created so far. */
  static int created(Sandbox sandbox) {
    return (int)
        sandbox.sageMaker().actions().stream()
            .filter(action -> action.action().equals("sagemaker:CreateTransformJob"))
            .count();
  }
}
