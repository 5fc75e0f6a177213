package dev.batchtransform.emulator.endpoint;

import dev.batchtransform.spark.model.ModelResponse;
import java.nio.charset.StandardCharsets;

/**
 * Why a container's answer is no result.
 *
 * @param status the container's; 0 where it did not answer
 * @param message what the container said, or what befell the request
 */
public record ContainerFailure(int status, String message) {

  private static final int MOST_CHARACTERS = 2048;

  private static final String TIMED_OUT =
      "Your invocation timed out while waiting for a response from container primary. Review the"
          + " latency metrics for each container in Amazon CloudWatch, resolve the issue, and try"
          + " again.";

  /** Why this outcome is no result. */
  public static ContainerFailure of(Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered) {
      ModelResponse response = answered.response();
      String said = new String(response.body(), StandardCharsets.UTF_8);
      return new ContainerFailure(response.status(), shortened(said));
    }
    return outcome instanceof Outcome.Unreachable unreachable
        ? new ContainerFailure(0, shortened(unreachable.reason()))
        : new ContainerFailure(0, TIMED_OUT);
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
  }

  /** Whether the container blames the request. */
  public boolean isClientError() {
    return status / 100 == 4;
  }

  /** As the service words it. */
  public String sentence() {
    return "Received %s error (%d) from primary with message \"%s\""
        .formatted(isClientError() ? "client" : "server", status, message);
  }
}
