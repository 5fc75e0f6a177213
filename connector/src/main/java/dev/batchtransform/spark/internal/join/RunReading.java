package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.ResultFormat;
import dev.batchtransform.spark.internal.options.TransformOption;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the answers of a run that exists are read, as far as somebody says it anew who attaches to
 * it. It holds in place of what the run says, and changes nothing of what is sent.
 *
 * @param options {@code resultSchema}, {@code resultFormat} and {@code answerPath}, as far as they
 *     are given
 */
public record RunReading(Map<String, String> options) {

  private static final List<TransformOption<?>> READING =
      List.of(OptionTable.RESULT_SCHEMA, OptionTable.RESULT_FORMAT, OptionTable.ANSWER_PATH);

  /**
   * What the options of an attachment say of reading.
   *
   * @throws dev.batchtransform.spark.exceptions.InvalidOptionException when a value is wrong
   */
  public static RunReading given(Map<String, String> attachment) {
    TransformOptions all = TransformOptions.parse(attachment);
    Map<String, String> reading = new TreeMap<>(all.asMap());
    reading.keySet().removeIf(name -> !isReading(name));
    AnswerOptions.givenType(TransformOptions.parse(reading));
    return new RunReading(Map.copyOf(reading));
  }

  /** What else the options of an attachment say. */
  public static Map<String, String> others(Map<String, String> attachment) {
    Map<String, String> others = new TreeMap<>(TransformOptions.parse(attachment).asMap());
    others.keySet().removeIf(RunReading::isReading);
    return others;
  }

  /** The run, as it goes on when it is read so; the same when nothing of it will be sent. */
  public RunLedger over(RunLedger run) {
    if (run.state().isOver() || options.isEmpty()) {
      return run;
    }
    return run.withOptions(over(run.options()));
  }

  /**
   * The options of a run with these over them. Lines have no fields: a path that the run has of its
   * own goes with its JSON.
   */
  private Map<String, String> over(Map<String, String> run) {
    Map<String, String> all = new TreeMap<>(run);
    String format = options.get(OptionTable.RESULT_FORMAT.name());
    if (format != null && !format.equalsIgnoreCase(ResultFormat.JSON.text())) {
      all.remove(OptionTable.ANSWER_PATH.name());
    }
    all.putAll(options);
    return all;
  }

  /** The options of a run's write as these of a read have them; what was paid is not sent again. */
  public static TransformOptions asRead(TransformOptions write, TransformOptions read) {
    Map<String, String> reading = new TreeMap<>(read.asMap());
    reading.keySet().removeIf(name -> !isReading(name));
    reading.remove(OptionTable.RESULT_SCHEMA.name());
    return reading.isEmpty()
        ? write
        : TransformOptions.parse(new RunReading(reading).over(write.asMap()));
  }

  /**
   * Refuses to send failed rows again for somebody who reads answers in another way than the run
   * does: what is failed for the run may be none for them, and would be paid again.
   *
   * @throws RunConflictException when these options say how answers are read
   */
  public void refuseToSendAgain(String runId) {
    if (!options.isEmpty()) {
      throw new RunConflictException(
          "Cannot send the failed rows of run '"
              + runId
              + "' again while attached to it with "
              + String.join(" and ", new TreeMap<>(options).keySet())
              + ", because rows that can be read that way would be paid for again. Read the result;"
              + " to send again all rows that the run itself counts as failed, attach without these"
              + " options.");
    }
  }

  private static boolean isReading(String name) {
    return READING.stream().anyMatch(option -> option.name().equals(name));
  }
}
