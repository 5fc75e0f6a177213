package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.record.answer.Framing;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one output.
 *
 * @param file name of the file it answers
 * @param path URI of the output
 * @param bytes size of the output
 * @param framing how its answers are told apart
 * @param answers how many there are
 * @param unparseable how many of them are of no use: empty, or not what the result schema says
 * @param flaw what is wrong with most of those; null when there are none
 * @param problem why none of them can be trusted; null when they can
 */
public record SurveyedOutput(
    String file,
    String path,
    long bytes,
    Framing framing,
    long answers,
    long unparseable,
    @Nullable String flaw,
    @Nullable String problem)
    implements Serializable {

  /** The same output, but not to be trusted. */
  SurveyedOutput distrusted(String why) {
    return new SurveyedOutput(file, path, bytes, framing, answers, 0, null, why);
  }

  /**
   * What a task found of its outputs.
   *
   * @param outputs each of them
   * @param shapeJson what all their answers look like together, as {@link
   *     dev.batchtransform.spark.internal.record.answer.AnswerShape} writes it: one for all, since
   *     thousands of them would be too much for the driver; null when it was not asked for
   * @param unfilled fields of the given type of which none of their answers has a value; null when
   *     there is no answer that can be read
   */
  record Some(
      List<SurveyedOutput> outputs, @Nullable String shapeJson, @Nullable List<String> unfilled)
      implements Serializable {}
}
