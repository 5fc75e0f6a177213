package dev.batchtransform.spark.internal.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that answers API actions as it is told, for faults that nothing real has. */
public final class ScriptedSageMaker implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** One request that came in. */
  public record Call(String action, JsonNode body, Headers headers) {}

  /** What to answer; status 0 drops the connection. */
  public record Answer(int status, String body) {

    public static Answer ok(String body) {
      return new Answer(200, body);
    }

    public static Answer error(int status, String code, String message) {
      return new Answer(
          status, MAPPER.createObjectNode().put("__type", code).put("message", message).toString());
    }

    public static Answer lost() {
      return new Answer(0, "");
    }
  }

  private final HttpServer server;
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  public ScriptedSageMaker() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How a caller finds it. */
  public AwsSettings settings() {
    return new AwsSettings(
        Optional.of("eu-west-1"), Optional.of(url()), Optional.empty(), Optional.empty());
  }

  /** Answers of an action, in their order. */
  public ScriptedSageMaker on(String action, Answer... script) {
    answers.computeIfAbsent(action, name -> new ConcurrentLinkedQueue<>()).addAll(List.of(script));
    return this;
  }

  public List<Call> calls(String action) {
    return calls.stream().filter(call -> call.action().equals(action)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String action = target.substring(target.indexOf('.') + 1);
    calls.add(new Call(action, MAPPER.readTree(body), exchange.getRequestHeaders()));
    Answer answer = answers.getOrDefault(action, new ArrayDeque<>()).poll();
    if (answer == null) {
      answer = Answer.error(400, "ValidationException", "no answer is scripted for " + action);
    }
    if (answer.status() != 0) {
      byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(answer.status(), text.length);
      exchange.getResponseBody().write(text);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
