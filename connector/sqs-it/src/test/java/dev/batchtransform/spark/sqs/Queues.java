package dev.batchtransform.spark.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** An SQS server in this JVM, and its API as a consumer calls it. */
final class Queues implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SQSRestServer server =
      SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
  private final URI url =
      URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());

  /** Creates a queue and returns its URL. */
  String create(String name) {
    Map<String, String> attributes =
        name.endsWith(".fifo") ? Map.of("FifoQueue", "true") : Map.of();
    call("CreateQueue", Map.of("QueueName", name, "Attributes", attributes));
    return url + "/000000000000/" + name;
  }

  /** A queue that nobody has created. */
  String missing() {
    return url + "/000000000000/nobody-made-this";
  }

  /** The bodies of all messages of a queue, which are deleted. */
  List<JsonNode> drain(String queueUrl) {
    List<JsonNode> bodies = new ArrayList<>();
    Map<String, Object> request = Map.of("QueueUrl", queueUrl, "MaxNumberOfMessages", 10);
    JsonNode some = call("ReceiveMessage", request).path("Messages");
    while (!some.isEmpty()) {
      for (JsonNode message : some) {
        bodies.add(parse(message.path("Body").asText()));
        String receipt = message.path("ReceiptHandle").asText();
        call("DeleteMessage", Map.of("QueueUrl", queueUrl, "ReceiptHandle", receipt));
      }
      some = call("ReceiveMessage", request).path("Messages");
    }
    return bodies;
  }

  @Override
  public void close() {
    server.stopAndWait();
  }

  private JsonNode call(String action, Map<String, Object> request) {
    try {
      HttpRequest post =
          HttpRequest.newBuilder(url)
              .header("Content-Type", "application/x-amz-json-1.0")
              .header("X-Amz-Target", "AmazonSQS." + action)
              .POST(BodyPublishers.ofString(MAPPER.writeValueAsString(request)))
              .build();
      var answer = HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(action + ": " + answer.statusCode() + answer.body());
      }
      return parse(answer.body().isBlank() ? "{}" : answer.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
