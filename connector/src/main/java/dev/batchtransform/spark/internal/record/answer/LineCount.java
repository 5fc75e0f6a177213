package dev.batchtransform.spark.internal.record.answer;

/** Counts lines, and sees whether every other one is blank. */
final class LineCount {

  private long lines;
  private long blank;
  private boolean alternating = true;

  void add(boolean isBlank) {
    alternating &= isBlank == (lines % 2 == 1);
    lines++;
    blank += isBlank ? 1 : 0;
  }

  long lines() {
    return lines;
  }

  long blank() {
    return blank;
  }

  /** Whether exactly one blank line follows each other one. */
  boolean isSpaced() {
    return alternating && lines % 2 == 0;
  }
}
