package dev.batchtransform.benchmarks;

import java.util.function.DoubleSupplier;

/**
 * One way to do the work.
 *
 * @param name what it is, in a user's words
 * @param round does all of the work and says how many seconds of it count
 * @param tidyUp what each round leaves to be put back; not timed
 */
record Side(String name, DoubleSupplier round, Runnable tidyUp) {
  /** Work that is timed as a whole. */
  Side(String name, Runnable work, Runnable tidyUp) {
    this(name, () -> SideBySide.seconds(work), tidyUp);
  }

  /** Work that leaves nothing behind. */
  static Side of(String name, Runnable work) {
    return new Side(name, work, () -> {});
  }

  /** Work that somebody else times, and that leaves nothing behind. */
  static Side timedElsewhere(String name, DoubleSupplier round) {
    return new Side(name, round, () -> {});
  }
}
