package dev.batchtransform.spark.internal.deadletter;

import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.internal.join.AnswerPlan;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Scored;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan;
import dev.batchtransform.spark.internal.run.wave.SparkFileCutter;
import dev.batchtransform.spark.internal.session.SparkTasks;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes the failed rows of a run that has ended ready to be sent again. What was scored stays as it
 * is; so do rows that could not be sent, which would not fit this time either.
 */
public final class DeadLetterRetry {
  /**
   * Most pieces of files with an output that are sent again at once: as many as a wave of parts.
   */
  private static final int MAX_PIECES = 50_000;

  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final SparkFileCutter cutter;

  public DeadLetterRetry(JavaSparkContext spark, Configuration hadoop) {
    this.spark = spark;
    this.hadoop = hadoop;
    this.cutter = new SparkFileCutter(spark, hadoop);
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
    Map<String, List<LedgerFile>> cut = cutOutFailedAnswers(run, layout);
    List<LedgerFile> files = run.files().stream().map(file -> again(file, cut)).toList();
    return run.withNewRound(files);
  }

  private static LedgerFile again(LedgerFile file, Map<String, List<LedgerFile>> cut) {
    if (file.outcome() instanceof FileOutcome.Split split) {
      return file.with(
          new FileOutcome.Split(split.parts().stream().map(part -> again(part, cut)).toList()));
    }
    if (file.outcome() instanceof FileOutcome.Failed failed) {
      return file.with(new FileOutcome.Pending(failed.attempts(), failed.code(), failed.message()));
    }
    List<LedgerFile> parts = cut.getOrDefault(file.staged().name(), List.of(file));
    return parts.size() == 1 ? parts.get(0) : file.with(new FileOutcome.Split(parts));
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
            .map(DeadLetterRetry::again)
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
  private static IsolationPlan.Cut again(LedgerFile file) {
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

  private Map<String, List<LedgerFile>> cutOutFailedAnswers(RunLedger run, RunLayout layout) {
    List<FailedAnswers.Order> orders = orders(run);
    if (orders.isEmpty()) {
      return Map.of();
    }
    FailedAnswers task =
        new FailedAnswers(AnswerPlan.of(run, layout), new SerializableConfiguration(hadoop));
    return new SparkTasks(spark)
        .each("Cut out failed answers", orders, FailedAnswers.Order::weight, task::cut).stream()
            .collect(Collectors.toMap(FailedAnswers.Cut::file, FailedAnswers.Cut::parts));
  }

  private static List<FailedAnswers.Order> orders(RunLedger run) {
    long some =
        run.files().stream()
            .flatMap(LedgerFile::leaves)
            .filter(DeadLetterRetry::hasFailedAnswers)
            .count();
    int mostAgain = (int) Math.max(1, MAX_PIECES / Math.max(1, some));
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
        .filter(DeadLetterRetry::hasFailedAnswers)
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
