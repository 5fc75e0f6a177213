package dev.batchtransform.benchmarks.level;

import dev.batchtransform.benchmarks.level.Partitions.Shape;
import java.util.ArrayList;
import java.util.List;

/** What is simulated: a megabyte to a terabyte, in partitions of all shapes. */
public final class LevelCases {
  private static final int RECORD_BYTES = 1_000;
  private static final List<Long> BYTES =
      List.of(1_000_000L, 20_000_000L, 1_000_000_000L, 20_000_000_000L, 1_000_000_000_000L);

  /** Of records whose costs differ by chance, an instance needs many for its sum to be certain. */
  private static final long BYTES_OF_MANY_RECORDS = 20_000_000_000L;

  private static final List<Partitions> PARTITIONS =
      List.of(
          new Partitions(1, Shape.EVEN),
          new Partitions(8, Shape.EVEN),
          new Partitions(200, Shape.EVEN),
          new Partitions(200, Shape.UNEQUAL),
          new Partitions(200, Shape.ONE_HAS_MOST),
          new Partitions(200, Shape.THREE_HAVE_ALL),
          new Partitions(8_000, Shape.EVEN));

  private LevelCases() {}

  /** Records that all cost the same, in each amount of data. */
  public static List<LevelSimulation> constant(int instances) {
    List<LevelSimulation> cases = new ArrayList<>();
    for (Partitions partitions : PARTITIONS) {
      for (long bytes : BYTES) {
        cases.add(of(instances, bytes, partitions, RecordCost.CONSTANT));
      }
    }
    return cases;
  }

  /** Many records that differ in what they cost. */
  public static List<LevelSimulation> uneven(int instances) {
    List<LevelSimulation> cases = new ArrayList<>();
    for (Partitions partitions : PARTITIONS) {
      for (RecordCost cost : RecordCost.values()) {
        if (cost != RecordCost.CONSTANT) {
          cases.add(of(instances, BYTES_OF_MANY_RECORDS, partitions, cost));
        }
      }
    }
    return cases;
  }

  private static LevelSimulation of(
      int instances, long bytes, Partitions partitions, RecordCost cost) {
    return new LevelSimulation(instances, bytes / RECORD_BYTES, RECORD_BYTES, partitions, cost);
  }
}
