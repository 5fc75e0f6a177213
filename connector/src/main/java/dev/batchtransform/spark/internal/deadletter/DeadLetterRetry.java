package dev.batchtransform.spark.internal.deadletter;

import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.internal.join.AnswerPlan;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Scored;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan;
import dev.batchtransform.spark.internal.run.wave.IsolationPlanner;
import dev.batchtransform.spark.internal.run.wave.SparkFileCutter;
import dev.batchtransform.spark.internal.session.SparkTasks;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes the failed rows of a run that has ended ready to be sent again. What was scored stays as it
 * is; so do rows that could not be sent, which would not fit this time either.
 */
public final class DeadLetterRetry {
  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final SparkFileCutter cutter;
  private final int mostFiles;

  public DeadLetterRetry(JavaSparkContext spark, Configuration hadoop) {
    this.spark = spark;
    this.hadoop = hadoop;
    this.cutter = new SparkFileCutter(spark, hadoop);
    this.mostFiles = IsolationPlanner.mostFiles(hadoop);
  }

  /**
   * The run with a new round over what has failed; the same run when there is nothing to send.
   *
   * @throws TransformRunException when the inputs were deleted
   */
  public RunLedger begin(RunLedger run, RunLayout layout) {
    if (run.files().stream().flatMap(LedgerFile::leaves).noneMatch(DeadLetterRetry::canBeSent)) {
      return run;
    }
    run.requireInputs();
    cutOutFailedRecords(run, layout);
    Set<String> failed = failed(run);
    Map<String, List<LedgerFile>> cut = cutOutFailedAnswers(run, layout, mostFiles - failed.size());
    return run.withNewRound(
        run.mapLeaves(
                leaf ->
                    failed.contains(leaf.staged().name())
                        ? again(leaf)
                        : withParts(leaf, cut.getOrDefault(leaf.staged().name(), List.of())))
            .files());
  }

  /** Names of as many failed files as a wave has room for, those first that were sent least. */
  private Set<String> failed(RunLedger run) {
    return run.leaves()
        .filter(leaf -> leaf.outcome() instanceof FileOutcome.Failed)
        .sorted(Comparator.comparingInt(leaf -> ((FileOutcome.Failed) leaf.outcome()).attempts()))
        .limit(mostFiles)
        .map(leaf -> leaf.staged().name())
        .collect(Collectors.toSet());
  }

  private static LedgerFile again(LedgerFile leaf) {
    FileOutcome.Failed failed = (FileOutcome.Failed) leaf.outcome();
    return leaf.with(new FileOutcome.Pending(failed.attempts(), failed.code(), failed.message()));
  }

  private static LedgerFile withParts(LedgerFile leaf, List<LedgerFile> parts) {
    return switch (parts.size()) {
      case 0 -> leaf;
      case 1 -> parts.get(0);
      default -> leaf.with(new FileOutcome.Split(parts));
    };
  }

  /**
   * Gives an input of their own to records that failed in requests of a larger file. A retry that
   * breaks off here has done no harm.
   */
  private void cutOutFailedRecords(RunLedger run, RunLayout layout) {
    List<IsolationPlan.Cut> cuts =
        run.files().stream()
            .flatMap(LedgerFile::all)
            .filter(file -> file.outcome() instanceof FileOutcome.Split)
            .filter(DeadLetterRetry::holdsUncut)
            .map(DeadLetterRetry::sameCut)
            .toList();
    if (!cuts.isEmpty()) {
      cutter.cut(cuts, layout);
    }
  }

  private static boolean holdsUncut(LedgerFile file) {
    return ((FileOutcome.Split) file.outcome()).parts().stream().anyMatch(DeadLetterRetry::isUncut);
  }

  private static boolean isUncut(LedgerFile part) {
    return part.outcome() instanceof FileOutcome.Failed failed && failed.isUncut();
  }

  /** The same cut once more, in which the other pieces are passed over. */
  private static IsolationPlan.Cut sameCut(LedgerFile file) {
    return new IsolationPlan.Cut(
        file,
        ((FileOutcome.Split) file.outcome())
            .parts().stream()
                .map(
                    part ->
                        new IsolationPlan.Piece(
                            part.staged().records(), part.outcome(), isUncut(part)))
                .toList());
  }

  private Map<String, List<LedgerFile>> cutOutFailedAnswers(
      RunLedger run, RunLayout layout, int mostPieces) {
    List<FailedAnswers.Order> orders = orders(run, mostPieces);
    if (orders.isEmpty()) {
      return Map.of();
    }
    FailedAnswers task =
        new FailedAnswers(AnswerPlan.of(run, layout), new SerializableConfiguration(hadoop));
    return new SparkTasks(spark)
            .each(
                "Cut out failed answers of run " + layout.runId(),
                orders,
                FailedAnswers.Order::weight,
                task::cut)
            .stream()
            .collect(Collectors.toMap(FailedAnswers.Cut::file, FailedAnswers.Cut::parts));
  }

  private static List<FailedAnswers.Order> orders(RunLedger run, int mostPieces) {
    long some =
        run.files().stream()
            .flatMap(LedgerFile::leaves)
            .filter(DeadLetterRetry::hasFailedAnswers)
            .count();
    int mostAgain = (int) Math.max(1, mostPieces / Math.max(1, some));
    List<FailedAnswers.Order> orders = new ArrayList<>();
    for (LedgerFile file : run.files()) {
      long firstRecord = 0;
      for (LedgerFile leaf : file.leaves().toList()) {
        if (hasFailedAnswers(leaf)) {
          Scored scored = (Scored) leaf.outcome();
          orders.add(new FailedAnswers.Order(leaf.staged(), scored, firstRecord, mostAgain));
        }
        firstRecord += leaf.staged().records();
      }
    }
    return orders;
  }

  /** Records that may be sent again too, but are more than one round has files for. */
  public static long left(RunLedger again) {
    return again
        .leaves()
        .filter(DeadLetterRetry::canBeSent)
        .mapToLong(LedgerFile::failedRecords)
        .sum();
  }

  private static boolean canBeSent(LedgerFile leaf) {
    return leaf.outcome() instanceof FileOutcome.Failed || hasFailedAnswers(leaf);
  }

  private static boolean hasFailedAnswers(LedgerFile leaf) {
    return leaf.outcome() instanceof Scored && leaf.failedRecords() > 0;
  }
}
