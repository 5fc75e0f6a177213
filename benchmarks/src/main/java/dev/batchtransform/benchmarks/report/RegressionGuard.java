package dev.batchtransform.benchmarks.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ratios that must not fall: each comparison of a benchmark has a floor, some three quarters of
 * what a quiet machine of two cores shows.
 *
 * @param floors least ratio by benchmark, with what it was told, and by comparison
 */
public record RegressionGuard(Map<String, Map<String, Double>> floors) {
  private static final String FILE = "floors.json";

  /** The floors that are kept with the benchmarks. */
  public static RegressionGuard load() throws IOException {
    try (InputStream file = RegressionGuard.class.getResourceAsStream(FILE)) {
      return new RegressionGuard(new ObjectMapper().readValue(file, new TypeReference<>() {}));
    }
  }

  /**
   * What has fallen below its floor, has none, or was not measured; empty when all is well.
   *
   * @param benchmark its name, with what it was told, such as {@code staging --s3}
   */
  public List<String> problems(String benchmark, Report report) {
    List<String> problems = new ArrayList<>();
    Map<String, Double> unmeasured = new TreeMap<>(floors.getOrDefault(benchmark, Map.of()));
    for (Comparison comparison : report.comparisons()) {
      String name = benchmark + ": " + comparison.name();
      Double floor = unmeasured.remove(comparison.name());
      if (floor == null) {
        problems.add(name + " has no floor. Give it one in " + FILE + ".");
      } else if (!(comparison.ratio() >= floor)) {
        problems.add(
            String.format(
                Locale.ROOT,
                "%s has fallen to %.2f; its floor is %.2f.",
                name,
                comparison.ratio(),
                floor));
      }
    }
    unmeasured
        .keySet()
        .forEach(
            name -> problems.add(benchmark + ": " + name + " was not measured, but has a floor."));
    return problems;
  }
}
