package dev.batchtransform.spark.internal.executor.stepfunctions;

import static java.util.regex.Pattern.DOTALL;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Descriptions of jobs in what an execution was given, gives, or fails with. {@code
 * createTransformJob.sync} gives DescribeTransformJob's answer, or fails with it as the cause; how
 * it writes times there is not documented, and a state machine may give something else.
 */
final class JobWords {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> TIMES =
      List.of("CreationTime", "TransformStartTime", "TransformEndTime");

  /** Seconds since 1970 pass it in the year 5138, milliseconds have done so in 1973. */
  private static final double LEAST_MILLISECONDS = 1e11;

  /** How SageMaker begins to say why a job has failed. */
  private static final Pattern REASON =
      Pattern.compile(
          "(ClientError|AlgorithmError|InternalServerError|CapacityError)\\b.*", DOTALL);

  private JobWords() {}

  /** Whether it is a {@code FailureReason}. */
  static boolean isFailureReason(String text) {
    return REASON.matcher(text).matches();
  }

  /** An object, or one without members where the text is something else. */
  static ObjectNode object(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException words) {
      // A cause may be plain words.
    }
    return JSON.createObjectNode();
  }

  /** A description with times in ISO-8601; empty when the text holds none. */
  static Optional<ObjectNode> description(String text) {
    ObjectNode job = object(text);
    if (!job.has("TransformJobName") || !job.has("TransformJobStatus")) {
      return Optional.empty();
    }
    for (String field : TIMES) {
      Optional<Instant> time = time(job.path(field));
      job.remove(field);
      time.ifPresent(at -> job.put(field, at.toString()));
    }
    return Optional.of(job);
  }

  private static Optional<Instant> time(JsonNode value) {
    try {
      if (value.isNumber()) {
        double number = value.asDouble();
        double millis = number < LEAST_MILLISECONDS ? number * 1000 : number;
        return Optional.of(Instant.ofEpochMilli(Math.round(millis)));
      }
      return Optional.of(value.asText())
          .filter(text -> !text.isEmpty())
          .map(OffsetDateTime::parse)
          .map(OffsetDateTime::toInstant);
    } catch (DateTimeException unknownForm) {
      return Optional.empty();
    }
  }
}
