package dev.batchtransform.spark.internal.run.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.Runs;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.LevelCut;
import dev.batchtransform.spark.internal.stage.Makespan;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class LevelWavesTest {
  private static final RunLayout LAYOUT =
      RunLayout.of(new Path("s3a://bucket/scoring"), "2026-11-23", "nightly");

  /** Names parts as cutting does, and writes none. */
  private static final SmallerFiles SMALLER =
      new SmallerFiles(
          (cuts, layout) ->
              cuts.stream()
                  .collect(
                      Collectors.toMap(
                          cut -> cut.file().staged().name(),
                          cut -> {
                            StagedFile whole = cut.file().staged();
                            int parts = cut.pieces().size();
                            return LevelCut.cut(List.of(whole), Map.of(whole.name(), parts))
                                .get(0)
                                .sent();
                          })));

  private static LevelWaves level(String... namesAndValues) {
    Map<String, String> options = new HashMap<>(Map.of("model", "m", "instanceCount", "4"));
    for (int at = 0; at < namesAndValues.length; at += 2) {
      options.put(namesAndValues[at], namesAndValues[at + 1]);
    }
    return LevelWaves.of(TransformOptions.parse(options), SMALLER);
  }

  private static RunLedger skewed() {
    LedgerFile large = Runs.pending("part-0-w-0-0", 10_000, ErrorCode.MODEL_ERROR);
    LedgerFile small = Runs.pending("part-1-w-1-0", 100, ErrorCode.MODEL_ERROR);
    return Runs.with(Runs.afterWaves(), large, small);
  }

  @Test
  void aFileThatWouldKeepOneInstanceBusyIsCutBeforeTheFirstWave() {
    RunLedger cut = level().cut(skewed(), LAYOUT);

    double[] records = level().inOrder(cut).stream().mapToDouble(StagedFile::records).toArray();
    assertThat(records.length).isGreaterThanOrEqualTo(5);
    assertThat(Makespan.inTurn(records, 4)).isLessThanOrEqualTo(1.05);
    assertThat(cut.records()).isEqualTo(skewed().records());
  }

  @Test
  void whatIsCutIsNotCutAgainByADriverThatGoesOn() {
    RunLedger cut = level().cut(skewed(), LAYOUT);

    assertThat(level().cut(cut, LAYOUT)).isSameAs(cut);
  }

  @Test
  void laterWavesAndSizesThatAreGivenAreLeftAlone() {
    RunLedger later =
        Runs.with(Runs.afterWaves("failed"), skewed().files().toArray(LedgerFile[]::new));

    assertThat(level().cut(later, LAYOUT)).isSameAs(later);
    assertThat(level("maxRecordsPerFile", "20000").cut(skewed(), LAYOUT)).isEqualTo(skewed());
    assertThat(level("minFilesPerInstance", "1").cut(skewed(), LAYOUT)).isEqualTo(skewed());
  }
}
