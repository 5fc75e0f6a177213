package dev.batchtransform.spark.it;

import dev.batchtransform.spark.it.sandbox.Sandbox;
import java.util.List;

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

  /** Names of the transform jobs that were accepted, in their order, which begin so. */
  static List<String> accepted(Sandbox sandbox, String beginning) {
    return sandbox.sageMaker().actions().stream()
        .filter(action -> action.action().equals("sagemaker:CreateTransformJob"))
        .filter(action -> action.error().isEmpty())
        .flatMap(action -> action.resource().stream())
        .filter(name -> name.startsWith(beginning))
        .toList();
  }

  /** Names of the executions that were started, each time they were, which begin so. */
  static List<String> executions(Sandbox sandbox, String beginning) {
    return sandbox.sageMaker().actions().stream()
        .filter(action -> action.action().equals("states:StartExecution"))
        .filter(action -> action.error().isEmpty())
        .flatMap(action -> action.resource().stream())
        .filter(name -> name.startsWith(beginning))
        .toList();
  }

  /** How often a job was described so far. */
  static long looks(Sandbox sandbox, String job) {
    return sandbox.sageMaker().actions().stream()
        .filter(action -> action.action().equals("sagemaker:DescribeTransformJob"))
        .filter(action -> action.resource().filter(job::equals).isPresent())
        .count();
  }
}
