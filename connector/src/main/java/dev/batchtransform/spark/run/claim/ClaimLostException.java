package dev.batchtransform.spark.run.claim;

/** This driver had a run, and another one may have taken it over in the meantime. */
public final class ClaimLostException extends IllegalStateException {

  ClaimLostException(String runId, String folder) {
    super(
        "Cannot go on with run '"
            + runId
            + "' because this driver gave no sign of life for so long that another one may have"
            + " taken the run over (claims in "
            + folder
            + "). Nothing more was written or started. The same write with the same runId, or"
            + " BatchTransform.attach, waits for the other one and returns the run's result.");
  }
}
