package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.batchtransform.emulator.endpoint.Endpoint;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.emulator.fault.Faults;
import dev.batchtransform.emulator.job.JobStatistics;
import dev.batchtransform.emulator.job.TransformJob;
import dev.batchtransform.emulator.log.LogEvent;
import dev.batchtransform.emulator.log.LogStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The emulator's own paths below {@code /_emulator/}: faults, actions, jobs and endpoints inside.
 */
final class ControlApi {

  static final String ROOT = "/_emulator/";

  private static final Pattern JOB = Pattern.compile(ROOT + "jobs/([^/]+)(/data-log)?");
  private static final Pattern ENDPOINT = Pattern.compile("GET " + ROOT + "endpoints/([^/]+)");
  private static final TypeReference<List<Fault>> FAULTS = new TypeReference<>() {};

  private final Faults faults;
  private final ActionLog actions;
  private final Resources resources;
  private final LogStreams logs;

  ControlApi(Faults faults, ActionLog actions, Resources resources, LogStreams logs) {
    this.faults = faults;
    this.actions = actions;
    this.resources = resources;
    this.logs = logs;
  }

  void handle(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    switch (call) {
      case "GET " + ROOT + "faults" -> answer(exchange, remainingFaults());
      case "POST " + ROOT + "faults" -> addFaults(exchange);
      case "DELETE " + ROOT + "faults" -> {
        faults.clear();
        Answers.send(exchange, 204, new byte[0]);
      }
      case "GET " + ROOT + "actions" -> answer(exchange, actionsSoFar());
      default -> handleResource(exchange, call);
    }
  }

  private void addFaults(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      faults.add(Json.MAPPER.readValue(body, FAULTS));
      Answers.send(exchange, 204, new byte[0]);
    } catch (JsonProcessingException notJson) {
      ObjectNode answer =
          Json.object().put("message", "Cannot read the faults: " + notJson.getOriginalMessage());
      send(exchange, 400, answer);
    }
  }

  private ArrayNode remainingFaults() {
    ArrayNode answer = Json.MAPPER.createArrayNode();
    for (Faults.Armed armed : faults.remaining()) {
      ObjectNode fault = Json.MAPPER.valueToTree(armed.fault());
      fault.put("count", armed.remaining());
      answer.add(fault);
    }
    return answer;
  }

  private ArrayNode actionsSoFar() {
    ArrayNode answer = Json.MAPPER.createArrayNode();
    for (Action action : actions.actions()) {
      ObjectNode json =
          answer.addObject().put("action", action.action()).put("time", action.time().toString());
      action.resource().ifPresent(resource -> json.put("resource", resource));
      action.error().ifPresent(error -> json.put("error", error));
    }
    return answer;
  }

  private void handleResource(HttpExchange exchange, String call) throws IOException {
    Matcher path = ENDPOINT.matcher(call);
    Optional<Endpoint> endpoint =
        path.matches() ? resources.endpoint(path.group(1)) : Optional.empty();
    if (endpoint.isPresent()) {
      answer(exchange, EndpointDescription.inside(endpoint.get()));
    } else {
      handleJob(exchange, call);
    }
  }

  private void handleJob(HttpExchange exchange, String call) throws IOException {
    Matcher path = JOB.matcher(exchange.getRequestURI().getPath());
    TransformJob job =
        path.matches() && call.startsWith("GET ")
            ? resources.job(path.group(1)).orElse(null)
            : null;
    if (job == null) {
      send(exchange, 404, Json.object().put("message", "There is no " + call));
    } else if (path.group(2) == null) {
      answer(exchange, inside(job));
    } else {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      Answers.send(exchange, 200, dataLog(job).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static ObjectNode inside(TransformJob job) {
    ObjectNode answer =
        Json.object()
            .put("name", job.name())
            .put("status", job.state().status().text())
            .put("outputs", job.statistics().outputs());
    ArrayNode instances = answer.putArray("instances");
    for (JobStatistics.InstanceStatistics instance : job.statistics().instances()) {
      instances.add(Json.MAPPER.<JsonNode>valueToTree(instance));
    }
    return answer;
  }

  private String dataLog(TransformJob job) {
    return logs.startingWith(job.name() + "/").stream()
        .filter(stream -> stream.name().endsWith("/data-log"))
        .flatMap(stream -> stream.events().stream())
        .sorted(Comparator.comparing(LogEvent::time))
        .map(event -> event.message() + "\n")
        .collect(Collectors.joining());
  }

  private static void answer(HttpExchange exchange, JsonNode json) throws IOException {
    send(exchange, 200, json);
  }

  private static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    Answers.send(exchange, status, Json.bytes(json));
  }
}
