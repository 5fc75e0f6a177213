package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.run.wave.FailureIsolation.FileCutter;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Cut;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Piece;
import dev.batchtransform.spark.internal.stage.LevelCut;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.text.Plural;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts what the next wave sends into smaller files.
 *
 * @param cutter cuts
 */
public record SmallerFiles(FileCutter cutter) {
  private static final Logger LOG = LoggerFactory.getLogger(SmallerFiles.class);

  /**
   * The run with files of no more records than an executor takes in one; the same where it has no
   * others.
   *
   * @param mostRecords most records of a file; at least 1
   */
  public RunLedger of(RunLedger run, long mostRecords, RunLayout layout) {
    List<Cut> cuts =
        run.leaves()
            .filter(leaf -> leaf.isSent() && leaf.staged().records() > mostRecords)
            .map(leaf -> new Cut(leaf, pieces(leaf, mostRecords)))
            .toList();
    return cut(run, cuts, layout, "since a file may have " + Plural.grouped(mostRecords, "record"));
  }

  /**
   * The run with files cut into equal parts.
   *
   * @param parts into how many each is cut, by its name; those that are not in it stay whole
   */
  RunLedger of(RunLedger run, Map<String, Integer> parts, RunLayout layout) {
    List<Cut> cuts =
        run.leaves()
            .filter(leaf -> leaf.isSent() && parts.containsKey(leaf.staged().name()))
            .map(leaf -> new Cut(leaf, parts(leaf, parts.getOrDefault(leaf.staged().name(), 1))))
            .toList();
    return cut(run, cuts, layout, "so that the instances have equal loads");
  }

  private RunLedger cut(RunLedger run, List<Cut> cuts, RunLayout layout, String why) {
    if (cuts.isEmpty()) {
      return run;
    }
    int parts = cuts.stream().mapToInt(cut -> cut.pieces().size()).sum();
    LOG.info(
        "Run {}: cuts {} into {}, {}", run.runId(), Plural.of(cuts.size(), "file"), parts, why);
    Map<String, List<StagedFile>> files = cutter.cut(cuts, layout);
    return run.mapPending(
        leaf -> {
          List<StagedFile> ofLeaf = files.get(leaf.staged().name());
          return ofLeaf == null ? leaf : leaf.with(split(ofLeaf, unsent(leaf)));
        });
  }

  private static List<Piece> parts(LedgerFile leaf, int parts) {
    return LevelCut.records(leaf.staged(), parts).stream()
        .map(records -> new Piece(records, unsent(leaf)))
        .toList();
  }

  private static FileOutcome split(List<StagedFile> parts, FileOutcome outcome) {
    return new FileOutcome.Split(
        parts.stream().map(part -> new LedgerFile(part, outcome)).toList());
  }

  private static List<Piece> pieces(LedgerFile leaf, long mostRecords) {
    List<Piece> pieces = new ArrayList<>();
    for (long left = leaf.staged().records(); left > 0; left -= mostRecords) {
      pieces.add(new Piece(Math.min(left, mostRecords), unsent(leaf)));
    }
    return pieces;
  }

  /** That a file was too large says nothing of its parts. */
  private static FileOutcome.Pending unsent(LedgerFile leaf) {
    FileOutcome.Pending pending = (FileOutcome.Pending) leaf.outcome();
    ErrorCode code = pending.code() == ErrorCode.OVERSIZE ? ErrorCode.MODEL_ERROR : pending.code();
    return new FileOutcome.Pending(pending.attempts(), code, pending.message());
  }
}
