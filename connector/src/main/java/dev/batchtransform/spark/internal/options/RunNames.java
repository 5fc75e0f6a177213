package dev.batchtransform.spark.internal.options;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The runs that option {@code runId} names: one, or for a read several, separated by commas, with
 * {@code *} for any characters.
 *
 * @param parts a name or a pattern each
 */
public record RunNames(List<String> parts) {

  /** Takes the option's value apart. */
  public static RunNames of(String runId) {
    return new RunNames(Arrays.stream(runId.split(",")).map(String::trim).toList());
  }

  /** Whether it is the name of one run. */
  public boolean isOne() {
    return parts.size() == 1 && named().size() == 1;
  }

  /** What is no pattern: runs that have to be there. */
  public List<String> named() {
    return parts.stream().filter(part -> !part.contains("*")).toList();
  }

  /** Whether a run of this name is among them. */
  public Predicate<String> matcher() {
    return Pattern.compile(
            parts.stream()
                .map(
                    part ->
                        Arrays.stream(part.split("\\*", -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|")))
        .asMatchPredicate();
  }
}
