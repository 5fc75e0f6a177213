package dev.batchtransform.benchmarks;

/**
 * One way to do the work.
 *
 * @param name what it is, in a user's words
 * @param work what is timed; does all of the work each time
 * @param tidyUp what each round leaves to be put back; not timed
 */
record Side(String name, Runnable work, Runnable tidyUp) {

  /** Work that leaves nothing behind. */
  static Side of(String name, Runnable work) {
    return new Side(name, work, () -> {});
  }
}
