package dev.batchtransform.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of one benchmark.
 *
 * @param comparisons the connector compared with something else
 * @param figures numbers that stand alone
 * @param notes what one has to know to judge them, a sentence each
 */
public record Report(List<Comparison> comparisons, List<Figure> figures, List<String> notes) {

  /** The report for people. */
  public String text() {
    return Stream.of(
            comparisons.stream().map(Comparison::text),
            figures.stream().map(Figure::text),
            notes.stream().map(note -> "  " + note + System.lineSeparator()))
        .flatMap(lines -> lines)
        .collect(Collectors.joining());
  }
}
