package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.endpoint.ContainerFailure;
import dev.batchtransform.emulator.endpoint.Outcome;
import dev.batchtransform.emulator.log.LogGroups;

/** What the runtime says when a container did not answer with 2xx. */
final class ModelErrors {

  private static final int STATUS = 424;

  private ModelErrors() {}

  static ApiException of(Outcome outcome, String endpoint, Arns arns, Caller caller) {
    ContainerFailure failure = ContainerFailure.of(outcome);
    ObjectNode more =
        Json.object()
            .put(
                "ErrorCode",
                failure.isClientError() ? "CLIENT_ERROR_FROM_MODEL" : "INTERNAL_FAILURE_FROM_MODEL")
            .put("LogStreamArn", arns.endpointLog(caller, endpoint))
            .put("OriginalMessage", failure.message())
            .put("OriginalStatusCode", failure.status());
    String log =
        "https://%s.console.aws.amazon.com/cloudwatch/home?region=%s#logEventViewer:group=%s"
            .formatted(caller.region(), caller.region(), LogGroups.ofEndpoint(endpoint));
    return new ApiException(
        "ModelError",
        "%s. See %s in account %s for more information."
            .formatted(failure.sentence(), log, arns.accountId()),
        STATUS,
        more);
  }
}
