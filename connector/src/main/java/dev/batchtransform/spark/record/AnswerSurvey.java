package dev.batchtransform.spark.record;

import java.io.IOException;
import java.util.Optional;

/**
 * What is found by reading a whole file of answers once.
 *
 * @param answers how many answers it has
 * @param framing how they are told apart
 * @param aligned whether the answers can be laid beside the records: as many answers as records or,
 *     when SageMaker joined them, row ids that strictly increase and name records of the file.
 *     Joined answers may be fewer than the records.
 * @param shape what the answers look like, for their type; empty unless asked for
 */
public record AnswerSurvey(
    long answers, Framing framing, boolean aligned, Optional<AnswerShape> shape) {

  /**
   * Surveys a file. JSON is read as a sequence of values; when it is none, or has another number of
   * values than expected while its lines agree, each line is an answer.
   *
   * @param source the file; opened at most twice
   * @param joined whether SageMaker joined the answers to their records ({@code row} and {@code
   *     SageMakerOutput})
   * @param infer whether to tell the shape of the answers, JSON alone
   * @param expected the records that were sent
   */
  public static AnswerSurvey survey(
      AnswerSource source, AnswerFormat format, boolean joined, boolean infer, long expected)
      throws IOException {
    return new Surveyor(source, joined, infer, expected).survey(format);
  }
}
