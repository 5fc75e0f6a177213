package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.log.LogEvent;
import dev.batchtransform.emulator.log.LogGroups;
import dev.batchtransform.emulator.log.LogStream;
import dev.batchtransform.emulator.log.LogStreams;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** CloudWatch Logs' FilterLogEvents, GetLogEvents, DescribeLogStreams. */
final class LogsOperations {

  private static final int DEFAULT_EVENTS = 10_000;
  private static final int DEFAULT_STREAMS = 50;

  private final LogGroups groups;
  private final Arns arns;

  LogsOperations(LogGroups groups, Arns arns) {
    this.groups = groups;
    this.arns = arns;
  }

  List<Operation> operations() {
    Optional<String> group = Optional.of("logGroupName");
    return List.of(
        Operation.logs("FilterLogEvents", group, this::filter),
        Operation.logs("GetLogEvents", group, this::get),
        Operation.logs("DescribeLogStreams", group, this::describeStreams));
  }

  private Optional<ObjectNode> filter(ObjectNode request, Caller caller) {
    LogStreams streams = requireGroup(request);
    List<LogEvent> events =
        wantedStreams(streams, request).stream()
            .flatMap(stream -> stream.events().stream())
            .filter(within(request))
            .filter(FilterPattern.parse(request.path("filterPattern").asText("")))
            .sorted(
                Comparator.comparing(LogEvent::time)
                    .thenComparing(LogEvent::stream)
                    .thenComparing(LogEvent::index))
            .toList();
    int from = offset(request, 0);
    int to = Math.min(events.size(), from + limit(request, DEFAULT_EVENTS));
    ObjectNode answer = Json.object();
    ArrayNode page = answer.putArray("events");
    for (LogEvent event : events.subList(Math.min(from, to), to)) {
      page.add(
          json(event)
              .put("logStreamName", event.stream())
              .put("eventId", event.stream() + "#" + event.index()));
    }
    answer.putArray("searchedLogStreams");
    if (to < events.size()) {
      answer.put("nextToken", Integer.toString(to));
    }
    return Optional.of(answer);
  }

  private static List<LogStream> wantedStreams(LogStreams streams, ObjectNode request) {
    if (!request.hasNonNull("logStreamNames")) {
      return streams.startingWith(request.path("logStreamNamePrefix").asText(""));
    }
    return StreamSupport.stream(request.path("logStreamNames").spliterator(), false)
        .map(name -> requireStream(streams, name.asText()))
        .toList();
  }

  private Optional<ObjectNode> get(ObjectNode request, Caller caller) {
    LogStreams streams = requireGroup(request);
    List<LogEvent> events =
        requireStream(streams, request.path("logStreamName").asText()).events().stream()
            .filter(within(request))
            .toList();
    int limit = limit(request, DEFAULT_EVENTS);
    boolean fromHead = request.path("startFromHead").asBoolean(false);
    int from = offset(request, fromHead ? 0 : Math.max(0, events.size() - limit));
    int to = Math.min(events.size(), from + limit);
    ObjectNode answer = Json.object();
    ArrayNode page = answer.putArray("events");
    events.subList(Math.min(from, to), to).forEach(event -> page.add(json(event)));
    // As the service: at the end of the stream the same token comes back.
    answer.put("nextForwardToken", "f/" + to);
    answer.put("nextBackwardToken", "b/" + Math.max(0, from - limit));
    return Optional.of(answer);
  }

  private Optional<ObjectNode> describeStreams(ObjectNode request, Caller caller) {
    String group = groupName(request);
    LogStreams streams = requireGroup(request);
    Comparator<LogStream> order =
        request.path("orderBy").asText("LogStreamName").equals("LogStreamName")
            ? Comparator.comparing(LogStream::name)
            : Comparator.comparing(LogsOperations::lastEventTime);
    List<LogStream> found =
        streams.startingWith(request.path("logStreamNamePrefix").asText("")).stream()
            .sorted(request.path("descending").asBoolean(false) ? order.reversed() : order)
            .toList();
    int from = offset(request, 0);
    int to = Math.min(found.size(), from + limit(request, DEFAULT_STREAMS));
    ObjectNode answer = Json.object();
    ArrayNode page = answer.putArray("logStreams");
    found.subList(Math.min(from, to), to).forEach(stream -> page.add(json(group, stream, caller)));
    if (to < found.size()) {
      answer.put("nextToken", Integer.toString(to));
    }
    return Optional.of(answer);
  }

  private ObjectNode json(String group, LogStream stream, Caller caller) {
    ObjectNode json =
        Json.object()
            .put("logStreamName", stream.name())
            .put(
                "arn",
                "arn:aws:logs:%s:%s:log-group:%s:log-stream:%s"
                    .formatted(caller.region(), arns.accountId(), group, stream.name()));
    List<LogEvent> events = stream.events();
    if (!events.isEmpty()) {
      json.put("firstEventTimestamp", events.get(0).time().toEpochMilli());
      json.put("lastEventTimestamp", lastEventTime(stream));
    }
    return json;
  }

  private static long lastEventTime(LogStream stream) {
    List<LogEvent> events = stream.events();
    return events.isEmpty() ? 0 : events.get(events.size() - 1).time().toEpochMilli();
  }

  private static ObjectNode json(LogEvent event) {
    return Json.object()
        .put("timestamp", event.time().toEpochMilli())
        .put("ingestionTime", event.time().toEpochMilli())
        .put("message", event.message());
  }

  private static Predicate<LogEvent> within(JsonNode request) {
    long start = request.path("startTime").asLong(0);
    long end = request.path("endTime").asLong(Long.MAX_VALUE);
    return event -> event.time().toEpochMilli() >= start && event.time().toEpochMilli() < end;
  }

  private static int limit(JsonNode request, int byDefault) {
    return request.path("limit").asInt(byDefault);
  }

  private static int offset(JsonNode request, int byDefault) {
    if (!request.hasNonNull("nextToken")) {
      return byDefault;
    }
    try {
      return Integer.parseInt(request.path("nextToken").asText().replaceFirst("^[fb]/", ""));
    } catch (NumberFormatException notANumber) {
      throw new ApiException("InvalidParameterException", "The specified nextToken is invalid.");
    }
  }

  /** By name or by identifier, of which AWS takes exactly one, though its API model takes both. */
  private static String groupName(ObjectNode request) {
    boolean named = request.hasNonNull("logGroupName");
    if (named == request.hasNonNull("logGroupIdentifier")) {
      throw new ApiException(
          "InvalidParameterException",
          "Exactly one of logGroupName and logGroupIdentifier must be given.");
    }
    return named
        ? request.path("logGroupName").asText()
        : request.path("logGroupIdentifier").asText().replaceFirst("^arn:.*:log-group:", "");
  }

  private LogStreams requireGroup(ObjectNode request) {
    return groups
        .find(groupName(request))
        .orElseThrow(
            () ->
                new ApiException(
                    "ResourceNotFoundException", "The specified log group does not exist."));
  }

  private static LogStream requireStream(LogStreams streams, String name) {
    return streams
        .find(name)
        .orElseThrow(
            () ->
                new ApiException(
                    "ResourceNotFoundException", "The specified log stream does not exist."));
  }
}
