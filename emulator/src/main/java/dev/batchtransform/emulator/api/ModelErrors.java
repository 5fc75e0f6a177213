package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.endpoint.Outcome;
import dev.batchtransform.emulator.log.LogGroups;
import dev.batchtransform.spark.model.ModelResponse;
import java.nio.charset.StandardCharsets;

/** What the runtime says when a container did not answer with 2xx. */
final class ModelErrors {

  private static final int STATUS = 424;
  private static final int MOST_MESSAGE_CHARACTERS = 2048;

  private ModelErrors() {}

  static ApiException of(Outcome outcome, String endpoint, Arns arns, Caller caller) {
    if (outcome instanceof Outcome.Answered answered) {
      ModelResponse response = answered.response();
      String body = new String(response.body(), StandardCharsets.UTF_8);
      return error(response.status(), body, endpoint, arns, caller);
    }
    String why =
        outcome instanceof Outcome.Unreachable unreachable
            ? unreachable.reason()
            : "Your invocation timed out while waiting for a response from container primary. Review"
                + " the latency metrics for each container in Amazon CloudWatch, resolve the issue,"
                + " and try again.";
    return error(0, why, endpoint, arns, caller);
  }

  private static ApiException error(
      int status, String original, String endpoint, Arns arns, Caller caller) {
    boolean client = status / 100 == 4;
    String said = original.substring(0, Math.min(original.length(), MOST_MESSAGE_CHARACTERS));
    ObjectNode more =
        Json.object()
            .put("ErrorCode", client ? "CLIENT_ERROR_FROM_MODEL" : "INTERNAL_FAILURE_FROM_MODEL")
            .put("LogStreamArn", arns.endpointLog(caller, endpoint))
            .put("OriginalMessage", said)
            .put("OriginalStatusCode", status);
    return new ApiException(
        "ModelError",
        ("Received %s error (%d) from primary with message \"%s\". See"
                + " https://%s.console.aws.amazon.com/cloudwatch/home?region=%s#logEventViewer:group=%s"
                + " in account %s for more information.")
            .formatted(
                client ? "client" : "server",
                status,
                said,
                caller.region(),
                caller.region(),
                LogGroups.ofEndpoint(endpoint),
                arns.accountId()),
        STATUS,
        more);
  }
}
