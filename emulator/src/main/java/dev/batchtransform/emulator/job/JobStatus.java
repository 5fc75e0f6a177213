package dev.batchtransform.emulator.job;

/** {@code TransformJobStatus}. */
public enum JobStatus {
  IN_PROGRESS("InProgress"),
  STOPPING("Stopping"),
  STOPPED("Stopped"),
  COMPLETED("Completed"),
  FAILED("Failed");

  private final String text;

  JobStatus(String text) {
    this.text = text;
  }

  /** The name in SageMaker's API. */
  public String text() {
    return text;
  }

  /** Whether the job has ended. */
  public boolean isFinal() {
    return this != IN_PROGRESS && this != STOPPING;
  }
}
