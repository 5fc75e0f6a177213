package dev.batchtransform.spark.internal.ledger;

import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveResult.State;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Ledgers to try decisions on. */
public final class Runs {
  private Runs() {}

  /** A run whose waves have failed for these reasons. */
  public static RunLedger afterWaves(String... reasons) {
    RunLedger run = staged();
    for (String reason : reasons) {
      run = after(run, OptionalInt.empty(), State.FAILED, reason);
    }
    return run;
  }

  public static RunLedger afterWave(State state, String reason) {
    return after(staged(), OptionalInt.empty(), state, reason);
  }

  /** The run, with one more wave that sent requests of at most that size. */
  public static RunLedger after(RunLedger run, OptionalInt payload, State state, String reason) {
    LedgerWave wave =
        LedgerWave.planned(run.waves().size(), 1, 1, payload, false)
            .submittedAs("nightly-w" + run.waves().size(), Instant.EPOCH);
    return run.withNewWave(
        wave.ended(
            new WaveResult(
                state, Optional.of(reason), Optional.empty(), Optional.empty(), 0, Map.of())));
  }

  public static LedgerWave open(int index) {
    return LedgerWave.planned(index, 1, 1, OptionalInt.empty(), false);
  }

  /** The run with these files instead, each of so many records and not decided. */
  public static RunLedger with(RunLedger run, LedgerFile... files) {
    return run.withFiles(Arrays.asList(files));
  }

  public static LedgerFile pending(String name, long records, ErrorCode code) {
    return new LedgerFile(
        new StagedFile(name, records, records, 10 * records, 0),
        new FileOutcome.Pending(1, code, "why"));
  }

  private static RunLedger staged() {
    return new RunLedger(
        RunLedger.FORMAT,
        "nightly",
        "2026-11-23",
        RunState.STAGED,
        null,
        "batch-transform",
        null,
        "m",
        Instant.EPOCH,
        null,
        "0.1.0",
        "3.5.7",
        "abc",
        Map.of(),
        "{\"type\":\"struct\",\"fields\":[]}",
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        0,
        null,
        null,
        null);
  }
}
