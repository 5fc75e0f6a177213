package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Cut;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Piece;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.text.Plural;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Narrows failing files down to their bad records: cuts them into parts, of which those without a
 * bad record succeed, and cuts the others again.
 */
public final class FailureIsolation {
  private static final Logger LOG = LoggerFactory.getLogger(FailureIsolation.class);

  private final IsolationPlanner planner;
  private final FileCutter cutter;

  /** Cuts staged files into pieces. */
  @FunctionalInterface
  public interface FileCutter {
    /** The staged files of the pieces, in order, by the name of the file that was cut. */
    Map<String, List<StagedFile>> cut(List<Cut> cuts, RunLayout layout);
  }

  public FailureIsolation(IsolationPlanner planner, FileCutter cutter) {
    this.planner = planner;
    this.cutter = cutter;
  }

  /**
   * Cuts what has failed for the next wave; single records that have failed are given up.
   *
   * @param failures what is known of the last wave's files without output, by the file's name
   * @param wavesLeft waves that can still be sent; at least 1
   * @param shrink whether files that were too large for their requests are sent again whole, in
   *     smaller ones
   */
  RunLedger narrow(
      RunLedger run,
      Map<String, FileFailure> failures,
      int wavesLeft,
      boolean shrink,
      RunLayout layout) {
    Set<String> divisible =
        run.leaves()
            .filter(LedgerFile::isPending)
            .filter(leaf -> leaf.staged().records() > 1)
            .filter(leaf -> !(shrink && PayloadSize.mayBeSentSmaller(leaf)))
            .map(leaf -> leaf.staged().name())
            .collect(Collectors.toSet());
    if (divisible.isEmpty()) {
      return run.mapPending(leaf -> single(leaf, run));
    }
    IsolationPlan plan =
        run.mistrustedSince() == null
            ? planner.plan(run, divisible, failures, wavesLeft)
            : planner.singles(run, divisible);
    say(run, plan);
    return cut(
        run,
        plan.cuts(),
        layout,
        leaf ->
            plan.tooMany().contains(leaf.staged().name())
                ? GivingUp.file(leaf, run)
                : single(leaf, run));
  }

  /**
   * Leaves files as they are for an executor that has not seen them, and learns of whole ones what
   * becomes of each record; single records that have failed are given up.
   */
  RunLedger handOver(RunLedger run) {
    RunLedger left = run.mapPending(leaf -> single(leaf, run));
    long records = left.pending().stream().mapToLong(StagedFile::records).sum();
    LOG.info(
        "Run {}: {} in {} of which some failed are narrowed down by another executor (option 'tail')",
        run.runId(),
        Plural.grouped(records, "record"),
        Plural.of(left.pending().size(), "file"));
    return left;
  }

  /** Cuts a few records out to be sent alone, and holds all else back. */
  RunLedger probe(RunLedger run, RunLayout layout) {
    LOG.warn(
        "Run {}: wave {} produced no answer at all. A few of its records are sent alone first.",
        run.runId(),
        run.lastWave().index());
    RunLedger without = run.mapPending(leaf -> single(leaf, run));
    List<LedgerFile> several = pending(without, records -> records > 1);
    Set<String> alone =
        several.isEmpty()
            ? ProbePlanner.singles(pending(without, records -> records == 1))
            : Set.of();
    return cut(
        without,
        ProbePlanner.plan(several),
        layout,
        leaf -> alone.contains(leaf.staged().name()) ? leaf : hold(leaf));
  }

  private static List<LedgerFile> pending(RunLedger run, LongPredicate records) {
    return run.leaves()
        .filter(LedgerFile::isPending)
        .filter(leaf -> records.test(leaf.staged().records()))
        .toList();
  }

  /** Gives all up that is pending; what is known of single requests is said of their records. */
  RunLedger giveUp(RunLedger run, Map<String, FileFailure> failures, RunLayout layout) {
    return cut(run, planner.known(run, failures), layout, leaf -> GivingUp.file(leaf, run));
  }

  private RunLedger cut(
      RunLedger run, List<Cut> cuts, RunLayout layout, UnaryOperator<LedgerFile> others) {
    Map<String, List<StagedFile>> files = cuts.isEmpty() ? Map.of() : cutter.cut(cuts, layout);
    Map<String, Cut> byName =
        cuts.stream().collect(Collectors.toMap(cut -> cut.file().staged().name(), cut -> cut));
    return run.mapPending(
        leaf -> {
          Cut cut = byName.get(leaf.staged().name());
          return cut == null
              ? others.apply(leaf)
              : leaf.with(split(cut.pieces(), files.getOrDefault(leaf.staged().name(), List.of())));
        });
  }

  private static FileOutcome split(List<Piece> pieces, List<StagedFile> files) {
    List<LedgerFile> parts = new ArrayList<>();
    for (int each = 0; each < files.size(); each++) {
      parts.add(new LedgerFile(files.get(each), pieces.get(each).outcome()));
    }
    return new FileOutcome.Split(List.copyOf(parts));
  }

  /** What is not cut: sent again where that may help, else given up. */
  private static LedgerFile single(LedgerFile leaf, RunLedger run) {
    FileOutcome.Pending pending = (FileOutcome.Pending) leaf.outcome();
    if (pending.isHeld()) {
      return leaf.with(pending.held(false));
    }
    boolean sentSmaller = run.lastWave().reducedPayload().isPresent();
    boolean again =
        leaf.staged().records() > 1
            || isUnexplained(pending)
            || (sentSmaller && pending.code() == ErrorCode.MODEL_ERROR);
    return again ? leaf : GivingUp.file(leaf, run);
  }

  /** Whether nothing says that it was the file's own fault. */
  private static boolean isUnexplained(FileOutcome.Pending pending) {
    return pending.code() == ErrorCode.NOT_ISOLATED;
  }

  private static LedgerFile hold(LedgerFile leaf) {
    return leaf.with(((FileOutcome.Pending) leaf.outcome()).held(true));
  }

  private static void say(RunLedger run, IsolationPlan plan) {
    long records = plan.cuts().stream().mapToLong(cut -> cut.file().staged().records()).sum();
    LOG.info(
        "Run {}: about {} among {} in {}; the next of {} sends them in {}",
        run.runId(),
        Plural.of(Math.round(plan.badRecords()), "bad record"),
        records,
        Plural.of(plan.cuts().size(), "failed file"),
        Plural.of(plan.waves(), "wave"),
        Plural.of(plan.parts(), "file"));
    if (Math.round(plan.left()) > 0) {
      LOG.warn(
          "Run {}: about {} will not be narrowed down to single ones within maxAttempts,"
              + " and will come back as NOT_ISOLATED. retryDeadLetters() or the same write with a"
              + " larger maxAttempts goes on from there.",
          run.runId(),
          Plural.of(Math.round(plan.left()), "record"));
    }
  }
}
