package dev.batchtransform.spark.internal.executor.auto;

import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.text.Plural;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who sends the records of a run.
 *
 * @param kind never {@link ExecutorKind#AUTO}
 * @param reason why, where {@code executor=auto} has left it open; empty where it was given
 */
public record ExecutorChoice(ExecutorKind kind, Optional<String> reason) {

  /**
   * The executor for what is staged.
   *
   * @param rows rows of the run
   * @param bytes bytes that the model would read
   */
  public static ExecutorChoice of(TransformOptions options, long rows, long bytes) {
    ExecutorKind given = options.get(OptionTable.EXECUTOR);
    if (given != ExecutorKind.AUTO) {
      return new ExecutorChoice(given, Optional.empty());
    }
    if (!options.isSet(OptionTable.LOCAL_MODEL)) {
      return new ExecutorChoice(
          options.executorOfLargeData(), Optional.of("no 'localModel' is given"));
    }
    List<String> passed = passed(options, rows, bytes);
    return passed.isEmpty()
        ? new ExecutorChoice(
            ExecutorKind.LOCAL,
            Optional.of(
                "%s and %s are within localMaxRows and localMaxBytes"
                    .formatted(Plural.grouped(rows, "row"), Plural.grouped(bytes, "byte"))))
        : new ExecutorChoice(
            options.executorOfLargeData(), Optional.of(String.join(" and ", passed)));
  }

  private static List<String> passed(TransformOptions options, long rows, long bytes) {
    long mostRows = options.get(OptionTable.LOCAL_MAX_ROWS);
    long mostBytes = options.get(OptionTable.LOCAL_MAX_BYTES);
    List<String> passed = new ArrayList<>();
    if (rows > mostRows) {
      passed.add("%s pass localMaxRows=%d".formatted(Plural.grouped(rows, "row"), mostRows));
    }
    if (bytes > mostBytes) {
      passed.add(
          "%s pass localMaxBytes=%s"
              .formatted(
                  Plural.grouped(bytes, "byte"), OptionTable.LOCAL_MAX_BYTES.format(mostBytes)));
    }
    return passed;
  }

  /** All that may be chosen, whatever is staged. */
  public static List<ExecutorKind> candidates(TransformOptions options) {
    ExecutorKind ofLarge = options.executorOfLargeData();
    boolean open = options.get(OptionTable.EXECUTOR) == ExecutorKind.AUTO;
    return open && options.isSet(OptionTable.LOCAL_MODEL)
        ? List.of(ExecutorKind.LOCAL, ofLarge)
        : List.of(ofLarge);
  }
}
