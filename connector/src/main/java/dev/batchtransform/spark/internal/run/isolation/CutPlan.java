package dev.batchtransform.spark.internal.run.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How failing files are best cut: what is sent in the waves that are left, down to single records
 * where the caps allow it.
 *
 * <p>All records of the files are sent in the next wave whatever the size of the parts; those of
 * the parts that fail are sent in the wave after it, and so on. Smaller parts lose fewer neighbours
 * with a bad record and are more files, of which each wave can have only so many.
 *
 * @param recordsAPart most records of a part in the next wave; at least 1
 * @param sent records that all waves together are expected to send
 * @param files files that all waves together are expected to send
 * @param left records that are expected to be in parts of several records still when the last wave
 *     has failed
 */
public record CutPlan(long recordsAPart, double sent, double files, double left) {
  /** For files of which nothing is to be cut. */
  public static final CutPlan NOTHING = new CutPlan(1, 0, 0, 0);

  /** A file costs about what a record does: a request to S3 and one to the container. */
  private static final double COST_OF_A_FILE = 1;

  /**
   * The best plan that uses exactly these waves.
   *
   * @param waves waves that are left; at least 1
   * @param mostFiles most files of one wave
   * @param worth how many records may be sent for one that would be left over otherwise
   */
  public static CutPlan of(Failing failing, int waves, double mostFiles, double worth) {
    return new Search(failing, mostFiles, worth).best(waves);
  }

  /** What it comes to when nothing is sent any more. */
  public static CutPlan givenUp(Failing failing) {
    return new CutPlan(1, 0, 0, failing.records());
  }

  /** Parts that a file is cut into: two at least, or it would be sent as it was. */
  public static long parts(long records, long recordsAPart) {
    return Math.max(2, (records + recordsAPart - 1) / recordsAPart);
  }

  /**
   * What it costs, in records sent.
   *
   * @param worth how many records may be sent for one that would be left over otherwise
   */
  public double cost(double worth) {
    return sent + COST_OF_A_FILE * files + worth * left;
  }

  /**
   * Files that have failed.
   *
   * @param bySize how many there are of each number of records, which is at least 2
   * @param share share of bad records among all, before it was known that these files failed
   */
  public record Failing(Map<Long, Long> bySize, double share) {

    /** Records of all of them. */
    public double records() {
      return bySize.entrySet().stream()
          .mapToDouble(size -> (double) size.getValue() * size.getKey())
          .sum();
    }

    /** Bad records that they are expected to hold. */
    public double badRecords() {
      return records() * share / fails(recordsAFile());
    }

    double recordsAFile() {
      return records() / bySize.values().stream().mapToLong(Long::longValue).sum();
    }

    long largest() {
      return bySize.keySet().stream().mapToLong(Long::longValue).max().orElse(2);
    }

    double partsOf(long recordsAPart) {
      return bySize.entrySet().stream()
          .mapToDouble(size -> size.getValue() * parts(size.getKey(), recordsAPart))
          .sum();
    }

    /** Records that lie in failing parts when all is cut into parts of this size. */
    double failingAt(double size) {
      return records() * Math.min(1, fails(size) / fails(recordsAFile()));
    }

    private double fails(double size) {
      return -Math.expm1(size * Math.log1p(-share));
    }
  }

  /** Tries all sizes of each wave, the last wave first. */
  private static final class Search {
    private static final double STEP = 1.08;

    private final Failing failing;
    private final double mostFiles;
    private final double worth;
    private final List<Long> sizes;
    private final double[] failingAt;

    Search(Failing failing, double mostFiles, double worth) {
      this.failing = failing;
      this.mostFiles = mostFiles;
      this.worth = worth;
      this.sizes = sizes((failing.largest() + 1) / 2);
      this.failingAt = sizes.stream().mapToDouble(failing::failingAt).toArray();
    }

    CutPlan best(int waves) {
      CutPlan @Nullable [] after = null;
      for (int wave = waves; wave > 1; wave--) {
        CutPlan[] here = new CutPlan[sizes.size()];
        for (int before = 0; before < here.length; before++) {
          here[before] = best(before, after);
        }
        after = here;
      }
      return best(sizes.size(), after);
    }

    /**
     * The best size for what lies in failing parts of the wave before.
     *
     * @param before the size of those parts; beyond the last one it is whole files that failed
     * @param after the best that can follow each size; null after the last wave
     */
    private CutPlan best(int before, CutPlan @Nullable [] after) {
      int largest = Math.min(before, sizes.size() - 1);
      CutPlan best = plan(before, largest, after);
      for (int size = 0; size < largest; size++) {
        CutPlan plan = plan(before, size, after);
        best = plan.cost(worth) < best.cost(worth) ? plan : best;
      }
      return best;
    }

    private double files(int before, int size) {
      if (before == sizes.size()) {
        return failing.partsOf(sizes.get(size));
      }
      double failed = failingAt[before] / sizes.get(before);
      return failed * Math.ceil((double) sizes.get(before) / sizes.get(size));
    }

    private CutPlan plan(int before, int size, CutPlan @Nullable [] after) {
      double sent = before == sizes.size() ? failing.records() : failingAt[before];
      double files = files(before, size);
      long records = sizes.get(size);
      // What a wave has no room for is left over at once.
      double room = Math.min(1, mostFiles / files);
      double left = (1 - room) * sent;
      if (records == 1) {
        return new CutPlan(1, room * sent, room * files, left);
      }
      if (after == null) {
        return new CutPlan(records, room * sent, room * files, left + room * failingAt[size]);
      }
      CutPlan next = after[size];
      return new CutPlan(
          records,
          room * (sent + next.sent()),
          room * (files + next.files()),
          left + room * next.left());
    }

    private static List<Long> sizes(long largest) {
      List<Long> sizes = new ArrayList<>();
      for (double size = 1; size < largest; size = Math.max(size + 1, size * STEP)) {
        sizes.add((long) size);
      }
      sizes.add(largest);
      return sizes;
    }
  }
}
