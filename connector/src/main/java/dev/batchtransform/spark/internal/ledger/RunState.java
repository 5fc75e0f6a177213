package dev.batchtransform.spark.internal.ledger;

/** Where a run stands. */
public enum RunState {
  /** Tasks are writing its files; nothing is decided and nothing is paid. */
  STAGING,
  /** Its files are committed; no wave has been started. */
  STAGED,
  /** A wave has been started, or is about to be. */
  RUNNING,
  /** Every row has an answer or an error. */
  COMPLETED,
  /** It ended without an answer for any row, or {@code onFailure=fail} ended it. */
  FAILED,
  /** It was stopped; the same run id goes on where it stopped. */
  STOPPED;

  /** Whether every row of the run is decided, so that its result can be read. */
  public boolean isReadable() {
    return this == COMPLETED || this == FAILED || this == STOPPED;
  }

  /** Whether nothing of the run will be sent any more. */
  public boolean isOver() {
    return this == COMPLETED || this == FAILED;
  }
}
