package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.FileOutcome.Range;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Scored;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.record.answer.AnswerContract;
import dev.batchtransform.spark.internal.record.answer.AnswerReader;
import dev.batchtransform.spark.internal.record.answer.ProblemTally;
import dev.batchtransform.spark.internal.session.TaskWeight;
import dev.batchtransform.spark.internal.stage.WholeInput;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Counts the answers that are not of a type, once that is known. Reads them as a read of the result
 * does. Travels to the executors.
 *
 * @param hadoop the session's Hadoop configuration
 * @param contract what is known of the answers before any is seen
 * @param typeJson the type, as Spark's JSON
 */
record UnreadableAnswers(SerializableConfiguration hadoop, AnswerContract contract, String typeJson)
    implements Serializable {

  /**
   * How many answers of a file cannot be read.
   *
   * @param problem the most common reason; null when all can
   */
  record Count(String file, long answers, @Nullable String problem) implements Serializable {}

  static TaskWeight weight(LedgerFile file) {
    return TaskWeight.ofFile(((Scored) file.outcome()).bytes());
  }

  /** Counts them in a file that has answers. */
  Count in(LedgerFile file) throws IOException {
    ProblemTally problems = problems((Scored) file.outcome());
    return new Count(file.staged().name(), problems.count(), problems.mostCommon().orElse(null));
  }

  private ProblemTally problems(Scored scored) throws IOException {
    Range place = scored.place();
    ProblemTally problems = new ProblemTally();
    try (AnswerReader answers =
        AnswerReader.open(
            WholeInput.open(new Path(scored.output()), scored.bytes(), hadoop.value()),
            contract,
            scored.framing(),
            DataType.fromJson(typeJson))) {
      boolean more = true;
      for (long before = 0; more && before < place.first(); before++) {
        more = answers.skip();
      }
      for (long each = 0; more && each < scored.answers(); each++) {
        more = answers.next();
        if (answers.problem() != null) {
          problems.add(answers.problem());
        }
      }
    }
    return problems;
  }
}
