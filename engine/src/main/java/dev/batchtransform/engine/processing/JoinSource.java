package dev.batchtransform.engine.processing;

/** Whether records are put beside their answers, as SageMaker's {@code JoinSource}. */
public enum JoinSource {
  /** The output holds answers alone. */
  NONE,
  /** The output holds each record of the input together with its answer. */
  INPUT
}
