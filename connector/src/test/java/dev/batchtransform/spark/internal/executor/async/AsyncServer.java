package dev.batchtransform.spark.internal.executor.async;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * An endpoint as HTTP shows it, over a folder that stands for the bucket. What becomes of a request
 * is what the test says.
 */
final class AsyncServer implements AutoCloseable {

  static final String ANSWERS = "s3://bucket/answers/";
  static final String FAILURES = "s3://bucket/failures/";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What becomes of a request. */
  sealed interface Fate {}

  /** Its answer is put into S3. */
  record Answer(String text) implements Fate {}

  /** A failure object is put into S3. */
  record Failure(String text) implements Fate {}

  /** Nothing is ever heard of it. */
  record Nothing() implements Fate {}

  /** A request as it came in. */
  record Call(String input, String inferenceId, String ttl, String timeout, String contentType) {

    /** Name of its staged file. */
    String file() {
      return input.replaceAll(".*/|\\.jsonl$", "");
    }
  }

  private final HttpServer server;
  private final Path bucket;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Queue<String> refusals = new ArrayDeque<>();
  private final Map<String, String> description = new ConcurrentHashMap<>();
  private volatile Function<Call, Fate> fates = call -> new Answer("[0.5]");
  private volatile boolean leavesFailures = true;

  AsyncServer(Path bucket) {
    this.bucket = bucket;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
    exists("InService", 1_700_000_000);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Decides what becomes of requests from now on. */
  void deals(Function<Call, Fate> how) {
    fates = how;
  }

  /** Whether answers name a place for failures. */
  void leavesFailures(boolean does) {
    leavesFailures = does;
  }

  /** Refuses that many of the next requests. */
  synchronized void refuses(int times, String type, String message) {
    for (int time = 0; time < times; time++) {
      refusals.add(
          MAPPER.createObjectNode().put("__type", type).put("Message", message).toString());
    }
  }

  /** What DescribeEndpoint says, with a failure path. */
  void exists(String status, long created) {
    describes(
        "{\"EndpointName\":\"e\",\"EndpointStatus\":\"%s\",\"EndpointConfigName\":\"c\",\"CreationTime\":%d,\"ProductionVariants\":[{\"VariantName\":\"v\",\"CurrentInstanceCount\":1}],\"AsyncInferenceConfig\":{\"OutputConfig\":{\"S3OutputPath\":\"%s\",\"S3FailurePath\":\"%s\"}}}"
            .formatted(status, created, ANSWERS, FAILURES));
  }

  /** What DescribeEndpoint says. */
  void describes(String json) {
    description.put("DescribeEndpoint", json);
  }

  /** What DescribeEndpointConfig says. */
  void describesConfig(String json) {
    description.put("DescribeEndpointConfig", json);
  }

  List<Call> calls() {
    return calls;
  }

  private void handle(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target == null) {
      invoke(exchange);
      return;
    }
    String text = description.get(target.substring(target.indexOf('.') + 1));
    answer(exchange, text.contains("__type") ? 400 : 200, text);
  }

  private void invoke(HttpExchange exchange) throws IOException {
    Call call =
        new Call(
            header(exchange, "X-Amzn-SageMaker-InputLocation"),
            header(exchange, "X-Amzn-SageMaker-Inference-Id"),
            header(exchange, "X-Amzn-SageMaker-RequestTTLSeconds"),
            header(exchange, "X-Amzn-SageMaker-InvocationTimeoutSeconds"),
            header(exchange, "X-Amzn-SageMaker-Content-Type"));
    String refusal;
    synchronized (this) {
      refusal = refusals.poll();
    }
    if (refusal != null) {
      String type = MAPPER.readTree(refusal).path("__type").asText();
      exchange.getResponseHeaders().add("x-amzn-ErrorType", type);
      answer(exchange, type.equals("ServiceUnavailable") ? 503 : 400, refusal);
      return;
    }
    calls.add(call);
    String output = ANSWERS + call.inferenceId() + ".out";
    String failure = FAILURES + call.inferenceId() + "-error.out";
    exchange.getResponseHeaders().add("X-Amzn-SageMaker-OutputLocation", output);
    if (leavesFailures) {
      exchange.getResponseHeaders().add("X-Amzn-SageMaker-FailureLocation", failure);
    }
    Fate fate = fates.apply(call);
    if (fate instanceof Answer answered) {
      put(output, answered.text());
    } else if (fate instanceof Failure failed) {
      put(failure, failed.text());
    }
    ObjectNode body = MAPPER.createObjectNode().put("InferenceId", call.inferenceId());
    answer(exchange, 202, body.toString());
  }

  /** Puts an object into the bucket. */
  void put(String uri, String text) {
    try {
      Path object = bucket.resolve(uri.substring("s3://bucket/".length()));
      Files.createDirectories(object.getParent());
      Files.writeString(object, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return String.valueOf(exchange.getRequestHeaders().getFirst(name));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
