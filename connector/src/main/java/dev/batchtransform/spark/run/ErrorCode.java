package dev.batchtransform.spark.run;

/** Why a row has no prediction: the {@code code} of {@code prediction_error}. */
public enum ErrorCode {
  /** The model, or the service that ran it, did not answer the record's request. */
  MODEL_ERROR,
  /** The record is larger than one request may be: it was not sent, or the container said so. */
  OVERSIZE,
  /**
   * The row's payload is not one record, or the model's answer is not what the result schema says.
   */
  UNPARSEABLE,
  /** The file's answers lack the one of this row ({@code join=record}). */
  MISSING,
  /** The file has more or fewer answers than records, so that none of them can be trusted. */
  MISALIGNED,
  /** The run ended before the row was sent. */
  NOT_RUN
}
