package dev.batchtransform.engine;

/** What is done to an answer before it is filtered, joined and put into the output. */
public enum AnswerTreatment {
  /** Nothing, as SageMaker: its bytes pass as they are. */
  UNTOUCHED,
  /**
   * It is unpacked as its {@code Content-Encoding} says and becomes UTF-8 without a byte order
   * mark.
   */
  DECODED,
  /**
   * As {@link #DECODED}, and it must hold one JSON value for each record of its request, which are
   * put on a line each.
   */
  ONE_JSON_VALUE_PER_RECORD,
  /** As {@link #DECODED}, and it must hold one line for each record of its request. */
  ONE_LINE_PER_RECORD
}
