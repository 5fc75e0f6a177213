package dev.batchtransform.spark.internal.record.answer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * What is found by reading a whole file of answers.
 *
 * @param answers how many answers it has, unusable ones among them
 * @param lines lines of the file, blank ones among them; 0 where SageMaker joined the answers
 * @param framing how they are told apart
 * @param aligned whether the answers can be laid beside the records: each answer is known to be
 *     that of one record or, when SageMaker joined them, their row ids strictly increase and name
 *     records of the file. Joined answers may be fewer than the records.
 * @param unparseable answers that are of no use: empty, or not what the type says
 * @param problem what is wrong with most of those; empty when there are none
 * @param unfilled fields of a given type of which no answer of use has a value
 * @param shape what the answers of use look like, for their type; empty when it is given, or they
 *     are text
 */
public record AnswerSurvey(
    long answers,
    long lines,
    Framing framing,
    boolean aligned,
    long unparseable,
    Optional<String> problem,
    List<String> unfilled,
    Optional<AnswerShape> shape) {

  /**
   * Surveys a file.
   *
   * <p>Where each request held one record, an answer's own boundaries count and not totals that
   * happen to agree: as every request adds at least one line, a file with as many lines as records
   * has exactly one per record. Else each answer must be a JSON value that shares no line with
   * another and has no blank line beside it, or one that has exactly one after it, as all others
   * have. Where a request held several records, its answers cannot be told from those of the next
   * one; there the totals decide.
   *
   * @param source the file; opened at most twice
   * @param given the type of an answer; null to infer it
   * @param records the records that were sent
   */
  public static AnswerSurvey survey(
      AnswerSource source, AnswerContract contract, @Nullable DataType given, long records)
      throws IOException {
    return new Surveyor(source, contract, given, records).survey();
  }
}
