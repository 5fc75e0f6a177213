package dev.batchtransform.spark.internal.executor.async;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a failure object says. AWS documents neither its name nor its form, so that only what is
 * certain is looked for: words, and a status among them.
 *
 * @param text at most 1,024 characters
 * @param status the HTTP status of the container's answer; empty when none is named
 */
record FailureWords(String text, OptionalInt status) {

  /** As much of a failure object as is read. */
  static final int MOST_BYTES = 4096;

  /** As much as a local model's answer is quoted. */
  private static final int MOST_CHARACTERS = 1024;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final List<String> WORDS =
      List.of("failurereason", "errormessage", "originalmessage", "message", "reason", "error");

  private static final List<String> STATUSES =
      List.of("originalstatuscode", "statuscode", "status", "code");

  /** As in "Received client error (400) from primary". */
  private static final Pattern STATUS =
      Pattern.compile("(?i)(?:error|status(?: ?code)?|HTTP(?:/\\d\\.\\d)?)\\W{0,3}([45]\\d\\d)\\b");

  private static final Pattern EXPIRED = Pattern.compile("(?i)\\bexpir(?:ed|y|ation)\\b");

  /** What the text of a failure object says. */
  static FailureWords of(String content) {
    JsonNode json = json(content);
    String words = json.isObject() ? field(json, WORDS) : "";
    String text = words.isEmpty() ? content.strip() : words;
    OptionalInt status = json.isObject() ? status(field(json, STATUSES)) : OptionalInt.empty();
    return new FailureWords(
        text.isEmpty() ? "The endpoint says that the request failed, and not why." : cut(text),
        status.isPresent() ? status : named(text));
  }

  /**
   * Whether the request waited for too long in the queue, so that the container never saw it. That
   * says nothing about its records.
   */
  boolean tellsOfExpiry() {
    return status.isEmpty() && EXPIRED.matcher(text).find();
  }

  private static JsonNode json(String content) {
    try {
      return MAPPER.readTree(content);
    } catch (JsonProcessingException text) {
      return MAPPER.missingNode();
    }
  }

  private static String field(JsonNode json, List<String> names) {
    for (String name : names) {
      for (var field : json.properties()) {
        String itsName = field.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        if (itsName.equals(name) && field.getValue().isValueNode()) {
          return field.getValue().asText().strip();
        }
      }
    }
    return "";
  }

  private static OptionalInt status(String text) {
    return text.matches("[45]\\d\\d")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private static OptionalInt named(String text) {
    Matcher matcher = STATUS.matcher(text);
    return matcher.find()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }
}
