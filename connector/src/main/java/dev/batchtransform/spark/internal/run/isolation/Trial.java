package dev.batchtransform.spark.internal.run.isolation;

/**
 * Pieces of equal size that were sent, as far as each one's fate is known.
 *
 * @param records records of each; at least 1
 * @param succeeded how many of them were answered, so that no record of them is bad
 * @param failed how many of them were not, so that at least one record of each is bad
 */
public record Trial(long records, long succeeded, long failed) {

  /** The pieces of both, which have the same size. */
  public Trial plus(Trial other) {
    return new Trial(records, succeeded + other.succeeded, failed + other.failed);
  }
}
