package dev.batchtransform.spark.it.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/**
 * Calls the API of SageMaker, or of Step Functions, as it is on the wire. The tests have no AWS SDK
 * of their own: the class path would not be that of a user.
 */
public final class SageMakerApi {

  private static final int OK = 200;
  private static final String CREDENTIAL =
      "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sagemaker/aws4_request,"
          + " SignedHeaders=host, Signature=none";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final URI endpoint;

  SageMakerApi(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** The API of another local SageMaker than the sandbox's. */
  public static SageMakerApi at(URI endpoint) {
    return new SageMakerApi(endpoint);
  }

  /**
   * Calls an action, such as {@code DescribeTransformJob}.
   *
   * @param request the fields of the request, by their names in SageMaker's API
   * @return the answer; empty for an action that answers nothing
   * @throws IllegalStateException when the service refuses; the message has its answer
   */
  public JsonNode call(String action, Map<String, ?> request) {
    return send("SageMaker." + action, request);
  }

  /** As {@link #call}, an action of Step Functions, such as {@code StartExecution}. */
  public JsonNode callStates(String action, Map<String, ?> request) {
    return send("AWSStepFunctions." + action, request);
  }

  private JsonNode send(String action, Map<String, ?> request) {
    try {
      HttpResponse<String> response = http.send(post(action, request), BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new IllegalStateException(action + " was refused: " + response.body());
      }
      return mapper.readTree(response.body());
    } catch (IOException failure) {
      throw new IllegalStateException(action + " was not answered", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(action + " was interrupted", interrupted);
    }
  }

  /** Creates a model that runs in {@code container}. */
  public void createModel(String name, ModelContainer container) {
    JsonNode unused =
        call(
            "CreateModel",
            Map.of(
                "ModelName",
                name,
                "ExecutionRoleArn",
                "arn:aws:iam::123456789012:role/execution",
                "PrimaryContainer",
                Map.of("Image", container.endpoint().toString())));
  }

  private HttpRequest post(String action, Map<String, ?> request) throws JsonProcessingException {
    return HttpRequest.newBuilder(endpoint)
        .header("Content-Type", "application/x-amz-json-1.1")
        .header("X-Amz-Target", action)
        .header("Authorization", CREDENTIAL)
        .POST(BodyPublishers.ofString(mapper.writeValueAsString(request)))
        .build();
  }
}
