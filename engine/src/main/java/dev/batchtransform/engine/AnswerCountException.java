package dev.batchtransform.engine;

/** A request's answer does not hold one answer for each of its records. */
final class AnswerCountException extends Exception {

  AnswerCountException(int answers, int records) {
    super(
        records == 1
            ? "The model gave "
                + answers
                + " answers for one record. Let it answer with one JSON value, such as one array of"
                + " them."
            : "The model gave "
                + answers
                + " answers for "
                + records
                + " records. Let it answer one for each, or send one record per request with"
                + " batchStrategy=SingleRecord.");
  }
}
