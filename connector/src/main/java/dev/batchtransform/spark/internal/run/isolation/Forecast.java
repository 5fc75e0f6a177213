package dev.batchtransform.spark.internal.run.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What it would take to narrow a run down to its bad records, were so many of them bad. An
 * expectation: it follows from the sizes of the files and the caps, with bad records that lie
 * anywhere.
 *
 * @param badShare share of bad records
 * @param recordsSent records that all waves together would send
 * @param notIsolated records that would come back with {@code NOT_ISOLATED} when the waves are used
 *     up
 */
public record Forecast(double badShare, long recordsSent, long notIsolated) {

  /**
   * The forecast where each record has a request of its own, and the executor sees its fate.
   *
   * @param files how many files there are of each number of records
   */
  public static Forecast narrowedAtOnce(Map<Long, Long> files, double badShare) {
    long records =
        files.entrySet().stream().mapToLong(size -> size.getKey() * size.getValue()).sum();
    return new Forecast(badShare, records, 0);
  }

  /**
   * The forecast where the files that fail are sent once more, each record in a request of its own,
   * to an executor that sees its fate.
   *
   * @param files how many files the first wave has of each number of records
   */
  public static Forecast inOneTail(Map<Long, Long> files, double badShare) {
    double sent = 0;
    for (Map.Entry<Long, Long> size : files.entrySet()) {
      double records = (double) size.getValue() * size.getKey();
      sent += records * (1 - Math.expm1(size.getKey() * Math.log1p(-badShare)));
    }
    return new Forecast(badShare, Math.round(sent), 0);
  }

  /**
   * The forecast for files of these sizes.
   *
   * @param files how many files the first wave has of each number of records
   * @param waves waves that may follow the first
   * @param mostFiles most files of a wave
   */
  public static Forecast of(Map<Long, Long> files, double badShare, int waves, long mostFiles) {
    double sent = 0;
    double failed = 0;
    List<WavePlan.Group> groups = new ArrayList<>();
    for (Map.Entry<Long, Long> size : files.entrySet()) {
      long records = size.getKey();
      double failing = size.getValue() * -Math.expm1(records * Math.log1p(-badShare));
      sent += (double) size.getValue() * records;
      failed += failing * records;
      if (records > 1) {
        for (long each = 0; each < Math.round(failing); each++) {
          groups.add(new WavePlan.Group(new CutPlan.Failing(Map.of(records, 1L), badShare), 0));
        }
      }
    }
    if (waves == 0) {
      return new Forecast(badShare, Math.round(sent), Math.round(failed));
    }
    if (groups.isEmpty()) {
      return new Forecast(badShare, Math.round(sent + failed), 0);
    }
    WavePlan plan = WavePlan.of(groups, waves, mostFiles);
    double again = plan.ofGroups().stream().mapToDouble(CutPlan::sent).sum();
    return new Forecast(
        badShare, Math.round(sent + again), Math.round(plan.left() < 1 ? 0 : plan.left()));
  }
}
