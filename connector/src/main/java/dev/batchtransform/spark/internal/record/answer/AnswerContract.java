package dev.batchtransform.spark.internal.record.answer;

import dev.batchtransform.spark.internal.options.AnswerPath;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the answers of a run before any of them is seen.
 *
 * @param format what an answer is
 * @param joined whether SageMaker joined the answers to their records ({@code row} and {@code
 *     SageMakerOutput})
 * @param onePerRequest whether each request held one record, or it is as if it had. Then whatever
 *     came back for a record ends with a line feed of its own, so that no line holds answers to two
 *     records.
 * @param key a field that each record and its answer share; null when there is none
 * @param path where in what the model returns the answer lies, its key too; null for all of it
 */
public record AnswerContract(
    AnswerFormat format,
    boolean joined,
    boolean onePerRequest,
    @Nullable String key,
    @Nullable AnswerPath path)
    implements Serializable {

  /** Whether each answer says whose it is. */
  public boolean namesRecords() {
    return joined || key != null;
  }
}
