package dev.batchtransform.spark.internal.record.answer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the problems of answers, to tell the most common one. Keeps no more than a few. */
public final class ProblemTally {

  /** A problem that comes up only after so many others is not the most common one. */
  private static final int MOST_DIFFERENT = 20;

  private final Map<String, Long> problems = new HashMap<>();
  private long count;

  /** A tally of none. */
  public ProblemTally() {}

  /** Counts one more, which never quotes an answer. */
  public void add(String problem) {
    add(problem, 1);
  }

  void add(String problem, long times) {
    count += times;
    if (times > 0 && (problems.size() < MOST_DIFFERENT || problems.containsKey(problem))) {
      problems.merge(problem, times, Long::sum);
    }
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /** The most common one; empty when there is none. */
  public Optional<String> mostCommon() {
    return problems.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }
}
