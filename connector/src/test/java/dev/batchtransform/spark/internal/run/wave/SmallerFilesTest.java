package dev.batchtransform.spark.internal.run.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.Runs;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class SmallerFilesTest {

  private static final RunLayout LAYOUT =
      RunLayout.of(new Path("s3a://bucket/scoring"), "2026-11-23", "nightly");

  /** Names pieces as cutting does, and writes none. */
  private final SmallerFiles smaller =
      new SmallerFiles(
          (cuts, layout) -> {
            Map<String, List<StagedFile>> parts = new HashMap<>();
            for (IsolationPlan.Cut cut : cuts) {
              List<StagedFile> ofFile = new ArrayList<>();
              for (IsolationPlan.Piece piece : cut.pieces()) {
                String name = cut.file().staged().name() + "-" + ofFile.size();
                ofFile.add(new StagedFile(name, piece.records(), piece.records(), 1, 0));
              }
              parts.put(cut.file().staged().name(), ofFile);
            }
            return parts;
          });

  private static RunLedger run() {
    return Runs.with(
        Runs.afterWaves(),
        Runs.pending("one", 1, ErrorCode.NOT_ISOLATED),
        Runs.pending("five", 5, ErrorCode.OVERSIZE),
        hold(Runs.pending("held", 3, ErrorCode.MODEL_ERROR)));
  }

  private static LedgerFile hold(LedgerFile file) {
    return file.with(((FileOutcome.Pending) file.outcome()).held(true));
  }

  @Test
  void whatIsSentHasAsFewRecordsAsItsExecutorTakesAndKeepsItsWaves() {
    RunLedger cut = smaller.of(run(), 2, LAYOUT);

    assertThat(cut.sending().stream().map(StagedFile::name))
        .containsExactly("one", "five-0", "five-1", "five-2");
    assertThat(cut.sending().stream().map(StagedFile::records)).containsExactly(1L, 2L, 2L, 1L);
    assertThat(cut.records()).isEqualTo(run().records());
    assertThat(cut.leaves().map(LedgerFile::outcome).skip(1).findFirst().orElseThrow())
        .isEqualTo(new FileOutcome.Pending(1, ErrorCode.MODEL_ERROR, "why"));
  }

  @Test
  void whatIsSmallEnoughAndWhatIsHeldBackStaysAsItIs() {
    RunLedger cut = smaller.of(run(), 1, LAYOUT);

    assertThat(cut.leaves().map(leaf -> leaf.staged().name())).contains("one", "held");
    assertThat(smaller.of(cut, 1, LAYOUT)).isSameAs(cut);
  }

  @Test
  void filesAreCutIntoPartsThatDifferByARecordAtMost() {
    RunLedger cut = smaller.of(run(), Map.of("five", 2), LAYOUT);

    assertThat(cut.sending().stream().map(StagedFile::name))
        .containsExactly("one", "five-0", "five-1");
    assertThat(cut.sending().stream().map(StagedFile::records)).containsExactly(1L, 2L, 3L);
    assertThat(smaller.of(run(), Map.of(), LAYOUT)).isEqualTo(run());
  }
}
