package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Filters, sorts and pages the answers of List operations.
 *
 * @param name of an item; names differ
 * @param created of an item
 * @param orders what {@code SortBy} may name, {@code CreationTime} among them
 */
record Listing<T>(
    Function<T, String> name, Function<T, Instant> created, Map<String, Comparator<T>> orders) {

  private static final int DEFAULT_PAGE = 10;

  /**
   * A page.
   *
   * @param next what asks for the page after it; empty for the last
   */
  record Page<T>(List<T> items, Optional<String> next) {}

  Page<T> page(Collection<T> all, JsonNode request) {
    List<T> sorted =
        all.stream()
            .filter(item -> name.apply(item).contains(request.path("NameContains").asText("")))
            .filter(item -> within(created.apply(item), "CreationTime", request))
            .sorted(order(request))
            .toList();
    int from = request.hasNonNull("NextToken") ? after(sorted, request) : 0;
    int to = Math.min(sorted.size(), from + request.path("MaxResults").asInt(DEFAULT_PAGE));
    Optional<String> next =
        to < sorted.size() ? Optional.of(token(sorted.get(to - 1))) : Optional.empty();
    return new Page<>(sorted.subList(from, to), next);
  }

  /** Whether a time is within a request's {@code <what>After} and {@code <what>Before}. */
  static boolean within(Instant time, String what, JsonNode request) {
    double seconds = time.toEpochMilli() / 1000.0;
    return seconds >= request.path(what + "After").asDouble(0)
        && seconds <= request.path(what + "Before").asDouble(Double.MAX_VALUE);
  }

  private Comparator<T> order(JsonNode request) {
    Comparator<T> order = orders.get(request.path("SortBy").asText("CreationTime"));
    if (order == null) {
      throw ApiException.validation("Cannot sort by " + request.path("SortBy").asText() + ".");
    }
    Comparator<T> total = order.thenComparing(name);
    return request.path("SortOrder").asText("Descending").equals("Ascending")
        ? total
        : total.reversed();
  }

  private String token(T last) {
    byte[] bytes = name.apply(last).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  private int after(List<T> sorted, JsonNode request) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(request.path("NextToken").asText());
      String last = new String(bytes, StandardCharsets.UTF_8);
      for (int i = 0; i < sorted.size(); i++) {
        if (name.apply(sorted.get(i)).equals(last)) {
          return i + 1;
        }
      }
    } catch (IllegalArgumentException notBase64) {
      throw ApiException.validation("Invalid NextToken.");
    }
    throw ApiException.validation("Invalid NextToken.");
  }
}
