package dev.batchtransform.spark.internal.options;

/** A value of an option that takes one of a few names. */
public interface OptionChoice {

  /** The name that a user types; read without regard to case. */
  String text();
}
