package dev.batchtransform.spark.run;

import dev.batchtransform.spark.record.AnswerContract;
import dev.batchtransform.spark.record.AnswerReader;
import dev.batchtransform.spark.run.FileOutcome.Range;
import dev.batchtransform.spark.run.FileOutcome.Scored;
import dev.batchtransform.spark.session.TaskWeight;
import dev.batchtransform.spark.stage.WholeInput;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Counts the answers that are not of a type, once that is known. Reads them as a read of the result
 * does. Travels to the executors.
 *
 * @param hadoop the application's Hadoop configuration
 * @param contract what is known of the answers before any is seen
 * @param typeJson the type, as Spark's JSON
 */
record UnreadableAnswers(SerializableConfiguration hadoop, AnswerContract contract, String typeJson)
    implements Serializable {

  /** How many answers of a file cannot be read. */
  record Count(String file, long answers) implements Serializable {}

  static TaskWeight weight(LedgerFile file) {
    return TaskWeight.ofFile(((Scored) file.outcome()).bytes());
  }

  /** Counts them in a file that has answers. */
  Count in(LedgerFile file) throws IOException {
    return new Count(file.staged().name(), count((Scored) file.outcome()));
  }

  private long count(Scored scored) throws IOException {
    Range place = scored.place();
    long unreadable = 0;
    try (AnswerReader answers =
        AnswerReader.open(
            WholeInput.open(new Path(scored.output()), scored.bytes(), hadoop.value()),
            contract.format(),
            scored.framing(),
            contract.joined(),
            DataType.fromJson(typeJson))) {
      boolean more = true;
      for (long before = 0; more && before < place.first(); before++) {
        more = answers.skip();
      }
      for (long each = 0; more && each < scored.answers(); each++) {
        more = answers.next();
        unreadable += answers.problem() == null ? 0 : 1;
      }
    }
    return unreadable;
  }
}
