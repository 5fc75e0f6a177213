package dev.batchtransform.emulator.states;

/** Step Functions' states of an execution. */
public enum ExecutionStatus {
  RUNNING,
  SUCCEEDED,
  FAILED,
  ABORTED
}
