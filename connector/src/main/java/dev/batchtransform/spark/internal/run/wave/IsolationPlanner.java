package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.run.isolation.BadShare;
import dev.batchtransform.spark.internal.run.isolation.CutPlan;
import dev.batchtransform.spark.internal.run.isolation.WavePlan;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Cut;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Piece;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Decides how failing files are cut so that every bad record stands alone when the last wave has
 * ended, and as little as possible is sent again. What the executor says of single requests is
 * taken as it is; what nobody knows follows from the share of bad records, which the waves so far
 * have measured.
 */
public final class IsolationPlanner {
  /** Parts that are too large cost more than parts that are too small. */
  private static final double CAUTION = 0.6;

  /**
   * Most files that a wave of parts is given: SageMaker names no limit of a manifest, and writing
   * and listing them takes minutes, as a job's start does.
   */
  public static final int MOST_FILES = 50_000;

  /** Hadoop setting of {@link #MOST_FILES}, so that tests come there with few rows. */
  private static final String MOST_FILES_SETTING = "dev.batchtransform.isolation.files";

  private final long mostFiles;

  /** Most files of a wave of parts. */
  public static int mostFiles(Configuration hadoop) {
    return hadoop.getInt(MOST_FILES_SETTING, MOST_FILES);
  }

  /** A planner that gives a wave at most so many files. */
  public IsolationPlanner(long mostFiles) {
    this.mostFiles = mostFiles;
  }

  /**
   * Plans the next wave.
   *
   * @param run its last wave has been settled
   * @param failing names of the files that are to be cut, each of several records
   * @param failures what is known of their requests, by the file's name
   * @param waves waves that may be sent still; at least 1
   */
  IsolationPlan plan(
      RunLedger run, Set<String> failing, Map<String, FileFailure> failures, int waves) {
    List<Group> groups = groups(run, failing, failures);
    WavePlan plan = WavePlan.of(groups.stream().map(Group::forPlan).toList(), waves, mostFiles);
    return pieces(groups, plan, run.lastWave().index());
  }

  /**
   * Cuts all into single records, as many as a wave has files for: what several records together
   * are answered is not trusted any more.
   */
  IsolationPlan singles(RunLedger run, Set<String> failing) {
    int wave = run.lastWave().index();
    List<Cut> cuts = new ArrayList<>();
    Set<String> tooMany = new HashSet<>();
    long parts = 0;
    long left = 0;
    for (LedgerFile leaf : run.leaves().toList()) {
      String name = leaf.staged().name();
      if (failing.contains(name)) {
        List<Piece> pieces = FailedFile.of(leaf, null, mostFiles).singles(mostFiles - parts, wave);
        if (pieces.size() > 1) {
          cuts.add(new Cut(leaf, pieces));
          parts += pieces.stream().filter(IsolationPlanner::isPending).count();
          left += notIsolated(pieces);
        } else {
          tooMany.add(name);
          left += leaf.staged().records();
        }
      }
    }
    return new IsolationPlan(cuts, tooMany, 1, parts, 0, left);
  }

  /**
   * Files of the last wave of which single requests are known to have failed, cut so that those
   * records have their own failure, and nothing is sent.
   */
  List<Cut> known(RunLedger run, Map<String, FileFailure> failures) {
    int wave = run.lastWave().index();
    return run.leaves()
        .filter(LedgerFile::isSent)
        .filter(leaf -> leaf.staged().records() > 1)
        .map(leaf -> FailedFile.of(leaf, failures.get(leaf.staged().name()), mostFiles))
        .filter(file -> file.stretches().size() > 1)
        .map(file -> new Cut(file.file(), file.givenUp(wave)))
        .toList();
  }

  /** The files that came from one staged file, whose bad records may lie close together. */
  private record Group(List<FailedFile> files, CutPlan.Failing suspects) {

    static Group of(List<FailedFile> files, double share) {
      Map<Long, Long> bySize =
          files.stream()
              .flatMapToLong(FailedFile::suspects)
              .boxed()
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      return new Group(files, new CutPlan.Failing(bySize, share));
    }

    WavePlan.Group forPlan() {
      return new WavePlan.Group(suspects, files.stream().mapToLong(FailedFile::sentWhole).sum());
    }

    double badRecords() {
      return suspects.bySize().isEmpty() ? 0 : suspects.badRecords();
    }
  }

  private List<Group> groups(
      RunLedger run, Set<String> failing, Map<String, FileFailure> failures) {
    long records =
        run.leaves()
            .filter(leaf -> failing.contains(leaf.staged().name()))
            .mapToLong(leaf -> leaf.staged().records())
            .sum();
    BadShare ofAll = BadShare.of(Trials.of(run.files(), failures));
    FailedFile.Finder finder = new FailedFile.Finder(payloads(run, failing), mostFiles, records);
    List<Group> groups = new ArrayList<>();
    for (LedgerFile root : run.files()) {
      List<LedgerFile> cut =
          root.leaves().filter(leaf -> failing.contains(leaf.staged().name())).toList();
      if (!cut.isEmpty()) {
        double share = ofAll.and(Trials.of(root, failures)).quantile(CAUTION);
        groups.add(
            Group.of(
                cut.stream()
                    .map(leaf -> finder.find(leaf, failures.get(leaf.staged().name()), share))
                    .toList(),
                share));
      }
    }
    return groups;
  }

  private static FailedFile.Payloads payloads(RunLedger run, Set<String> failing) {
    if (run.lastWave().reducedPayload().isEmpty()) {
      return FailedFile.Payloads.FULL;
    }
    boolean shrinks =
        run.leaves()
            .filter(leaf -> !failing.contains(leaf.staged().name()))
            .anyMatch(PayloadSize::mayBeSentSmaller);
    return shrinks ? FailedFile.Payloads.REDUCED : FailedFile.Payloads.GROW_BACK;
  }

  private IsolationPlan pieces(List<Group> groups, WavePlan plan, int wave) {
    List<Cut> cuts = new ArrayList<>();
    Set<String> tooMany = new HashSet<>();
    long parts = 0;
    double left = plan.ofGroups().stream().mapToDouble(CutPlan::left).sum();
    for (int at = 0; at < groups.size(); at++) {
      boolean isCut = at < plan.ofGroups().size();
      for (FailedFile file : groups.get(at).files()) {
        List<Piece> pieces =
            isCut ? file.pieces(plan.ofGroups().get(at).recordsAPart(), wave) : file.givenUp(wave);
        long sent = pieces.stream().filter(IsolationPlanner::isPending).count();
        if (pieces.size() > 1 && parts + sent <= mostFiles) {
          parts += sent;
          left += notIsolated(pieces);
          cuts.add(new Cut(file.file(), pieces));
        } else {
          left += file.file().staged().records();
          tooMany.add(file.file().staged().name());
        }
      }
    }
    double bad = groups.stream().mapToDouble(Group::badRecords).sum();
    return new IsolationPlan(cuts, tooMany, plan.waves(), parts, bad, left);
  }

  private static long notIsolated(List<Piece> pieces) {
    return pieces.stream()
        .filter(
            piece ->
                piece.outcome() instanceof FileOutcome.Failed failed
                    && failed.code() == ErrorCode.NOT_ISOLATED)
        .mapToLong(Piece::records)
        .sum();
  }

  private static boolean isPending(Piece piece) {
    return piece.outcome() instanceof FileOutcome.Pending;
  }
}
