package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.internal.record.answer.AnswerSurvey;
import dev.batchtransform.spark.internal.text.Plural;

/** Says in words why the answers of an output cannot be matched to its file's rows. */
public final class Misalignment {
  private static final String CURE =
      " The model must give one answer per record; with batchStrategy=MultiRecord, one for each"
          + " record of a request. If it may give none or several, set 'join' to record or name an"
          + " 'answerKey': either says which row an answer belongs to.";

  private Misalignment() {}

  public static String describe(AnswerSurvey survey, long records) {
    return "The output has "
        + Plural.of(survey.answers(), "answer")
        + " to "
        + Plural.of(records, "record")
        + (survey.answers() == records ? boundaries(survey) : "")
        + ", so none of them can be matched to a row."
        + survey.problem().map(Misalignment::ofMost).orElse("")
        + CURE;
  }

  private static String ofMost(String problem) {
    return " Most common problem: " + problem + ".";
  }

  public static String spacing() {
    return "Each answer of the output is followed by a blank line, as in no other output of the"
        + " run. A blank line may stand for an answer that is missing, so none of them can be"
        + " matched to a row."
        + CURE;
  }

  /** Why an output is not trusted whose answers should name their records. */
  public static String unequalKey(String field, long line) {
    return "The answer at line "
        + line
        + " has a different '"
        + field
        + "' than the record at that line, or none, so none of the output's answers can be matched"
        + " to a row. With 'answerKey' the model must return that field of each record unchanged,"
        + " as a field of its answer.";
  }

  /** Why a row is not trusted whose answer should name its record. */
  public static String unequalKey(String field) {
    return "The answer at this row's place has a different '" + field + "' than the row, or none.";
  }

  /** Why a file with several records is not trusted any more. */
  public static String mistrusted(int since) {
    return "The outputs of wave "
        + since
        + " showed that the model does not keep one answer per record. Since then a matching count"
        + " is not trusted in a file with several records."
        + CURE;
  }

  private static String boundaries(AnswerSurvey survey) {
    return " on "
        + survey.lines()
        + " lines, of which some are blank or hold more than one answer: one record may have none"
        + " and another two";
  }
}
