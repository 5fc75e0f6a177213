package dev.batchtransform.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How long one side took.
 *
 * @param name what it is, in a user's words
 * @param seconds of each round, in their order; at least one
 */
public record Timing(String name, List<Double> seconds) {

  /** The median of the rounds; the mean of the middle two where their number is even. */
  @JsonProperty
  public double median() {
    List<Double> sorted = seconds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
