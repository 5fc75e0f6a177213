package dev.batchtransform.spark.internal.ledger;

/** What becomes of a completed run's staged inputs and manifests when they are not kept. */
public enum InputState {
  /** They are about to be deleted, or were in part; none of them can be counted on. */
  DELETING,
  /** They are gone. */
  DELETED
}
