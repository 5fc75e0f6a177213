package dev.batchtransform.emulator.api;

import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.log.LogGroups;

/** Names of resources. */
record Arns(String accountId) {

  String model(Caller caller, String name) {
    return arn(caller, "model/" + name);
  }

  String job(Caller caller, String name) {
    return arn(caller, "transform-job/" + name);
  }

  String endpointConfig(Caller caller, String name) {
    return arn(caller, "endpoint-config/" + name);
  }

  String endpoint(Caller caller, String name) {
    return arn(caller, "endpoint/" + name);
  }

  /** An endpoint's log, as errors name it. */
  String endpointLog(Caller caller, String name) {
    return "arn:aws:logs:%s:%s:log-group:%s"
        .formatted(caller.region(), accountId, LogGroups.ofEndpoint(name));
  }

  String stateMachine(Caller caller, String name) {
    return "arn:aws:states:%s:%s:stateMachine:%s".formatted(caller.region(), accountId, name);
  }

  private String arn(Caller caller, String resource) {
    return "arn:aws:sagemaker:%s:%s:%s".formatted(caller.region(), accountId, resource);
  }
}
