package dev.batchtransform.spark.it.chaos;

import dev.batchtransform.spark.it.sandbox.ModelContainer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Triples a record's id, or fails on it, or answers it, as the record's kind says. */
final class KindModel implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern KIND = Pattern.compile("\"kind\":\"(\\w+)\"");

  private final ModelContainer container = ModelContainer.of(this::answers);
  private volatile boolean healed;

  KindModel() {
    container.failWhen(request -> fails(request, "400"), 400, "bad record");
    container.failWhen(request -> fails(request, "500"), 500, "it broke");
    container.failWhen(request -> fails(request, "413"), 413, "too large");
  }

  ModelContainer container() {
    return container;
  }

  @Override
  public void close() {
    container.close();
  }

  /** Whether the model answers every record as it should, whatever its kind. */
  void heal(boolean whether) {
    healed = whether;
  }

  private boolean fails(ModelContainer.Request request, String kind) {
    return !healed && request.body().contains("\"kind\":\"" + kind + "\"");
  }

  private String answers(String body) {
    List<String> lines = body.lines().flatMap(this::answer).toList();
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** The lines of the answer to a record. */
  private Stream<String> answer(String record) {
    long tripled = 3 * Long.parseLong(found(ID, record));
    String kind = found(KIND, record);
    String answer = line(kind, tripled);
    if (healed) {
      return Stream.of(answer);
    }
    return switch (kind) {
      case "garbage" -> Stream.of("\"no number\"");
      case "none" -> Stream.of();
      case "blank" -> Stream.of("");
      case "extra", "two" -> Stream.of(answer, answer);
      case "three" -> Stream.of(answer, answer, answer);
      case "glued" -> Stream.of(answer + answer);
      case "spanning" -> Stream.of("{", " \"tripled\": " + tripled, "}");
      default -> Stream.of(answer);
    };
  }

  /** A good answer on one line, in the shape that records of a kind get. */
  static String line(String kind, long tripled) {
    return switch (kind) {
      case "nulls" -> "{\"note\":null,\"tripled\":" + tripled + "}";
      case "wide" -> "{\"tripled\":" + tripled + ",\"label\":\"t" + tripled + "\",\"score\":0.5}";
      case "vector" -> "{\"vector\":[" + tripled + ".5,null,1e-3],\"tripled\":" + tripled + "}";
      default -> "{\"tripled\":" + tripled + "}";
    };
  }

  private static String found(Pattern pattern, String record) {
    Matcher matcher = pattern.matcher(record);
    if (!matcher.find()) {
      throw new IllegalArgumentException("A record lacks " + pattern);
    }
    return matcher.group(1);
  }
}
