package dev.batchtransform.benchmarks.level;

/**
 * What one object holds.
 *
 * @param name of the object; how names are ordered may decide whose it is
 * @param records in it
 * @param from where in the data its records begin, from 0 to 1
 * @param to where they end; those of other files of the same task may lie in between
 * @param cost what they take a model
 */
record Piece(String name, long records, double from, double to, double cost) {

  Piece costing(double seconds) {
    return new Piece(name, records, from, to, seconds);
  }
}
