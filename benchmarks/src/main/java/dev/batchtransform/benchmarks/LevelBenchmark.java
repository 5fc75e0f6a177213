package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.level.Dealing;
import dev.batchtransform.benchmarks.level.LevelCases;
import dev.batchtransform.benchmarks.level.LevelSimulation;
import dev.batchtransform.benchmarks.level.LevelSimulation.Outcome;
import dev.batchtransform.benchmarks.level.RecordCost;
import dev.batchtransform.benchmarks.report.Figure;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.spark.internal.stage.LevelCut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How long the last instance of a job works, as a multiple of what it would be with equal loads:
 * the price of waiting, since all instances are paid until the last one has ended. Nothing is
 * timed: files are those that the planner would stage, and what deals them to instances is
 * simulated in every way that is likely. Beside it one file a partition, as {@code df.write.json}
 * makes it.
 */
final class LevelBenchmark implements Benchmark {
  private static final int[] INSTANCES = {2, 8, 16, 64};
  private static final long LEAST_ROWS = 1_000;
  private static final long SEED = 1;

  @Override
  public String name() {
    return "level";
  }

  /** Of the largest DataFrame that is simulated. */
  @Override
  public long defaultRows() {
    return 1_000_000_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) {
    StringBuilder table = new StringBuilder(heading());
    Map<Dealing, Double> worst = new EnumMap<>(Dealing.class);
    for (int instances : INSTANCES) {
      List<LevelSimulation> cases = new ArrayList<>(LevelCases.constant(instances));
      cases.addAll(LevelCases.uneven(instances));
      cases.removeIf(each -> each.rows() > Math.max(LEAST_ROWS, effort.rows()));
      for (LevelSimulation each : cases) {
        Outcome ours = each.ours(SEED);
        table.append(line(each, ours, each.oneFileAPartition(SEED)));
        if (each.cost() == RecordCost.CONSTANT) {
          ours.makespan().forEach((dealing, of) -> keepWorst(worst, each, dealing, of));
        }
      }
    }
    return new Report(
        List.of(),
        worst.entrySet().stream().map(LevelBenchmark::figure).toList(),
        List.of(
            "The last instance's work, as a multiple of level; the planner's files / one file a"
                + " partition. 'cut' is the part of the bytes that is written twice.",
            "By a hash of the key the mean of many hashes. The figure above counts it only where"
                + " there are bytes enough: "
                + Arrays.stream(INSTANCES)
                    .mapToObj(
                        instances ->
                            "%.1f MB for %d instances"
                                .formatted(
                                    LevelCut.bytesForLevelHashes(instances) / 1e6, instances))
                    .collect(Collectors.joining(", "))
                + ".",
            table.toString()));
  }

  private static void keepWorst(
      Map<Dealing, Double> worst, LevelSimulation each, Dealing dealing, double makespan) {
    boolean counts =
        dealing != Dealing.BY_HASH
            || each.rows() * each.recordBytes() >= LevelCut.bytesForLevelHashes(each.instances());
    if (counts) {
      worst.merge(dealing, makespan, Math::max);
    }
  }

  private static Figure figure(Map.Entry<Dealing, Double> worst) {
    String dealing = worst.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new Figure(
        "constant cost, " + dealing + ", above level", 100 * (worst.getValue() - 1), "%");
  }

  private static String heading() {
    return String.format(
            Locale.ROOT,
            "%n  %4s %-22s %-13s %12s %7s %5s %8s",
            "inst",
            "partitions",
            "cost",
            "MB",
            "files",
            "cut",
            "largest")
        + " | in turn, free first, in turn by key, by hash";
  }

  private static String line(LevelSimulation each, Outcome ours, Outcome theirs) {
    double bytes = (double) each.rows() * each.recordBytes();
    return String.format(
            Locale.ROOT,
            "%n  %4d %,6d %-15s %-13s %,12.0f %,7d %4.0f%% %8.2f | ",
            each.instances(),
            each.partitions().count(),
            each.partitions().shape(),
            each.cost(),
            bytes / 1e6,
            ours.files(),
            100 * ours.cutBytes() / bytes,
            ours.largestBytes() / 1e6)
        + ours.makespan().keySet().stream()
            .map(
                dealing ->
                    String.format(Locale.ROOT, "%.2f/%.2f", ours.of(dealing), theirs.of(dealing)))
            .collect(Collectors.joining("  "));
  }
}
