package dev.batchtransform.spark.it.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** State machines of the sandbox's Step Functions. */
public final class StateMachines {

  private static final String DEFINITION =
      """
      {
        "StartAt": "Transform",
        "States": {
          "Transform": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sagemaker:createTransformJob.sync",
            "InputPath": "$.request",
            "Parameters.$": "$",
            "End": true
          }
        }
      }
      """;

  private StateMachines() {}

  /** Creates a state machine of that type and returns its ARN. */
  public static String create(Sandbox sandbox, String type) {
    return sandbox
        .api()
        .callStates(
            "CreateStateMachine",
            Map.of(
                "name",
                "machine-" + UUID.randomUUID(),
                "type",
                type,
                "definition",
                DEFINITION,
                "roleArn",
                "arn:aws:iam::123456789012:role/machine"))
        .path("stateMachineArn")
        .asText();
  }

  /** The options of a run whose jobs a new state machine starts, below a fresh staging path. */
  public static Map<String, String> options(Sandbox sandbox, ModelContainer container) {
    Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    options.put("executor", "step-functions");
    options.put("stateMachineArn", create(sandbox, "STANDARD"));
    return options;
  }
}
