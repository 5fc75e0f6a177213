package dev.batchtransform.spark.exceptions;

/** This driver had a run, and another one may have taken it over in the meantime. */
public final class ClaimLostException extends IllegalStateException {

  public ClaimLostException(String runId, String folder) {
    super(
        "Cannot go on with run '"
            + runId
            + "' because this driver's claim on the run expired, so that another one may have"
            + " taken the run over (claims in "
            + folder
            + "). Nothing more was written or started. The same write with the same runId, or"
            + " BatchTransform.attach, waits for the other one and returns the run's result.");
  }
}
