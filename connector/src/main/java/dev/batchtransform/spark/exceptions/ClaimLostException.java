package dev.batchtransform.spark.exceptions;

import org.jspecify.annotations.Nullable;

/** This driver held a run, and another one may have taken it over in the meantime. */
public final class ClaimLostException extends TransformException {

  /**
   * @param folder where the run's claims are
   * @param cause how it was noticed; null when the claim itself showed it
   */
  public ClaimLostException(String runId, String folder, @Nullable Throwable cause) {
    super(
        "Cannot go on with run '"
            + runId
            + "' because this driver's claim on the run expired, so another one may have taken the"
            + " run over (claims in "
            + folder
            + "). Nothing more was written or started. The same write with the same runId, or"
            + " BatchTransform.attach, waits for the other one and returns the run's result.",
        cause);
  }
}
