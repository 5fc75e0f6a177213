package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.internal.ledger.FileOutcome.Scored;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.JoinMode;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.text.Plural;
import dev.batchtransform.spark.internal.text.Sentence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why answers that came back cannot be read, and what to do about it. They are paid for: to read
 * them in another way costs nothing, while sending their records again would bring the same.
 *
 * @param run the run, ended
 * @param number how many there are
 * @param problem the most common reason
 */
record AnswerProblems(RunLedger run, long number, String problem) {

  /** Those of a run; empty when there are none. */
  static Optional<AnswerProblems> of(RunLedger run) {
    List<Scored> unread =
        run.files().stream()
            .flatMap(LedgerFile::leaves)
            .filter(leaf -> leaf.outcome() instanceof Scored)
            .map(leaf -> (Scored) leaf.outcome())
            .filter(scored -> scored.unparseable() > 0)
            .toList();
    Map<String, Long> problems = new HashMap<>();
    for (Scored scored : unread) {
      if (scored.problem() != null) {
        problems.merge(scored.problem(), scored.unparseable(), Long::sum);
      }
    }
    return problems.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(
            most ->
                new AnswerProblems(
                    run, unread.stream().mapToLong(Scored::unparseable).sum(), most.getKey()));
  }

  /** How many there are, and why. */
  String sentence() {
    return " "
        + Plural.of(number, "answer")
        + " came back and cannot be read"
        + (number == 1 ? ": " : ", most often because: ")
        + Sentence.of(problem);
  }

  /** What to try first, as it costs nothing; empty when no other way of reading is known. */
  Optional<String> freeCure() {
    return wayOfReading()
        .map(
            option ->
                " Read them in another way first, which costs nothing:"
                    + " spark.read.format(\"sagemaker\").option(\"runId\", \""
                    + run.runId()
                    + "\")"
                    + option
                    + ".load(\""
                    + options().get(OptionTable.STAGING_PATH)
                    + "\").");
  }

  /** Whether nothing else has failed, so that sending the failed rows again is of no use. */
  boolean areAllThatFailed() {
    return number == run.files().stream().mapToLong(LedgerFile::failedRecords).sum()
        && wayOfReading().isPresent();
  }

  private Optional<String> wayOfReading() {
    if (problem.contains("empty")) {
      return Optional.empty();
    }
    if (problem.contains("'" + OptionTable.ANSWER_PATH.name() + "'")) {
      return Optional.of(".option(\"answerPath\", \"$\")");
    }
    boolean isJson = problem.contains("expected ");
    boolean joined = options().get(OptionTable.JOIN) == JoinMode.RECORD;
    return Optional.of(
        isJson || joined
            ? ".option(\"resultSchema\", \"string\")"
            : ".option(\"resultFormat\", \"text\")");
  }

  private TransformOptions options() {
    return TransformOptions.parse(run.options());
  }
}
