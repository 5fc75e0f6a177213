package dev.batchtransform.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Ratios that must not fall: each comparison of a benchmark has a floor, well below what a quiet
 * machine shows.
 *
 * @param floors least ratio by {@code <benchmark>: <comparison>}
 */
public record RegressionGuard(Map<String, Double> floors) {

  /** The floors that are kept with the benchmarks. */
  public static RegressionGuard load() throws IOException {
    Properties properties = new Properties();
    try (InputStream file =
        Objects.requireNonNull(RegressionGuard.class.getResourceAsStream("floors.properties"))) {
      properties.load(file);
    }
    Map<String, Double> floors = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      floors.put(
          name.replace('_', ' ').replace("/", ": "), Double.valueOf(properties.getProperty(name)));
    }
    return new RegressionGuard(floors);
  }

  /**
   * What has fallen below its floor, has none, or was not measured; empty when all is well.
   *
   * @param benchmark its name, with what it was told, such as {@code staging --s3}
   */
  public List<String> problems(String benchmark, Report report) {
    List<String> problems = new ArrayList<>();
    String prefix = benchmark + ": ";
    Map<String, Double> missing = new TreeMap<>();
    floors.forEach(
        (name, floor) -> {
          if (name.startsWith(prefix)) {
            missing.put(name, floor);
          }
        });
    for (Comparison comparison : report.comparisons()) {
      String name = prefix + comparison.name();
      Double floor = missing.remove(name);
      if (floor == null) {
        problems.add(name + " has no floor. Give it one in floors.properties.");
      } else if (comparison.ratio() < floor) {
        problems.add(
            String.format(
                Locale.ROOT,
                "%s has fallen to %.2f; its floor is %.2f.",
                name,
                comparison.ratio(),
                floor));
      }
    }
    missing.keySet().forEach(name -> problems.add(name + " was not measured, but has a floor."));
    return problems;
  }
}
