package dev.batchtransform.emulator.api;

import dev.batchtransform.emulator.api.Operation.Caller;

/** Names of resources. */
record Arns(String accountId) {

  String model(Caller caller, String name) {
    return arn(caller, "model/" + name);
  }

  String job(Caller caller, String name) {
    return arn(caller, "transform-job/" + name);
  }

  private String arn(Caller caller, String resource) {
    return "arn:aws:sagemaker:%s:%s:%s".formatted(caller.region(), accountId, resource);
  }
}
