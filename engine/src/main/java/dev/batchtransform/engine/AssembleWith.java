package dev.batchtransform.engine;

/** How answers become an output file, as SageMaker's {@code AssembleWith}. */
public enum AssembleWith {
  /** Answers follow each other with nothing between. */
  NONE,
  /** Each answer, which is one request's and not one record's, ends in a newline. */
  LINE
}
