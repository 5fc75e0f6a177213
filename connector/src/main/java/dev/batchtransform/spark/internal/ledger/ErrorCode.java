package dev.batchtransform.spark.internal.ledger;

/** Why a row has no prediction: the {@code code} of {@code prediction_error}. */
public enum ErrorCode {
  /** The model did not answer the record's own request, in which no other record was. */
  MODEL_ERROR,
  /**
   * Its file, or a part of it, failed and could not be narrowed down to single records within the
   * waves; nothing is known against this record.
   */
  NOT_ISOLATED,
  /** The record is larger than one request may be: it was not sent, or the container said so. */
  OVERSIZE,
  /**
   * The row's payload is not one record, or the model's answer is not what the result schema says.
   */
  UNPARSEABLE,
  /** The file's answers lack the one of this row ({@code join=record}). */
  MISSING,
  /** The model gave the record more or fewer answers than one. */
  MISALIGNED,
  /** The run ended before the row was sent. */
  NOT_RUN
}
