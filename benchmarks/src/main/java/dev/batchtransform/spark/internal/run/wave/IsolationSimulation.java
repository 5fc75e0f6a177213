package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.LedgerJson;
import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.OnFailure;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Cut;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Piece;
import dev.batchtransform.spark.internal.stage.FilePlans;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.model.BatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;

/**
 * Simulates runs over counts alone, with the planner and the policy of real ones: which records are
 * bad is drawn by chance, and a file fails when it holds one. Nothing is said of single requests,
 * as SageMaker says nothing.
 */
public final class IsolationSimulation {
  private static final RunLayout LAYOUT = new RunLayout(URI.create("file:/simulated"));
  private static final String EMPTY =
      """
      {
        "format": 1,
        "runId": "simulated",
        "dt": "2026-01-01",
        "state": "STAGED",
        "executor": "batch-transform",
        "created": "2026-01-01T00:00:00Z",
        "connectorVersion": "0",
        "sparkVersion": "0",
        "fingerprint": "",
        "options": {},
        "schema": "{\\"type\\":\\"struct\\",\\"fields\\":[]}",
        "waves": [],
        "files": [],
        "roundStart": 0
      }
      """;

  private final FailurePolicy policy;
  private final BitSet bad = new BitSet();
  private final Map<String, Long> firstRecord = new HashMap<>();

  /** What came of a run. */
  public record Outcome(
      long rows,
      long bad,
      int files,
      int waves,
      long sent,
      long mostParts,
      long modelErrors,
      long goodModelErrors,
      long notIsolated,
      long scored) {

    long failed() {
      return modelErrors + notIsolated;
    }

    /** Records sent for one row. */
    public double sentPerRow() {
      return (double) sent / rows;
    }
  }

  private IsolationSimulation(int maxAttempts) {
    this.policy =
        new FailurePolicy(
            OnFailure.ISOLATE,
            maxAttempts,
            new PayloadSize(BatchStrategy.SINGLE_RECORD, 6),
            new FailureIsolation(new IsolationPlanner(IsolationPlanner.MOST_FILES), this::cut),
            run -> false);
  }

  /**
   * Simulates one run.
   *
   * @param rows rows of the run, at most about a billion
   * @param share share of bad ones
   * @param tasks tasks that staged them
   * @param recordBytes bytes of a record
   */
  public static Outcome simulate(
      long rows, double share, int tasks, int recordBytes, int maxAttempts, long seed) {
    return new IsolationSimulation(maxAttempts).run(rows, share, tasks, recordBytes, seed);
  }

  private Outcome run(long rows, double share, int tasks, int recordBytes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // The distance to the next bad record is geometrically distributed.
    for (long at = gap(random, share); at < rows; at += 1 + gap(random, share)) {
      bad.set(Math.toIntExact(at));
    }
    RunLedger run = empty().staged(stage(rows, tasks, recordBytes));
    long sent = 0;
    long mostParts = 0;
    while (!run.pending().isEmpty()) {
      List<StagedFile> sending = run.sending();
      long records = sending.stream().mapToLong(StagedFile::records).sum();
      sent += records;
      if (!run.waves().isEmpty()) {
        mostParts = Math.max(mostParts, sending.size());
      }
      run =
          policy.apply(
              settled(run, sending.size(), records), Map.<String, FileFailure>of(), LAYOUT);
    }
    return outcome(run, rows, sent, mostParts);
  }

  private static RunLedger empty() {
    try {
      return LedgerJson.read(EMPTY.getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static long gap(SplittableRandom random, double share) {
    return (long) (Math.log(1 - random.nextDouble()) / Math.log1p(-share));
  }

  private List<StagedFile> stage(long rows, int tasks, int recordBytes) {
    TransformOptions options = TransformOptions.parse(Map.of("model", "simulated"));
    SortedMap<Long, Long> sizes =
        FilePlans.files(options, ExecutorKind.BATCH_TRANSFORM, tasks, rows, rows * recordBytes);
    List<StagedFile> files = new ArrayList<>();
    long next = 0;
    for (Map.Entry<Long, Long> size : sizes.entrySet()) {
      for (long each = 0; each < size.getValue(); each++) {
        files.add(file("part-" + files.size(), next, size.getKey()));
        next += size.getKey();
      }
    }
    return files;
  }

  private StagedFile file(String name, long first, long records) {
    firstRecord.put(name, first);
    return new StagedFile(name, records, records, records, 0);
  }

  private RunLedger settled(RunLedger run, int files, long records) {
    int index = run.waves().size();
    LedgerWave wave =
        LedgerWave.planned(index, files, records, OptionalInt.empty(), run.probesNext())
            .submittedAs("job-" + index, Instant.EPOCH)
            .ended(
                new WaveResult(
                    WaveResult.State.FAILED,
                    Optional.of("ClientError: See job logs for more information"),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    Map.of()));
    return run.withNewWave(wave).mapPending(leaf -> leaf.isSent() ? settled(leaf, index) : leaf);
  }

  private LedgerFile settled(LedgerFile leaf, int wave) {
    int attempts = ((FileOutcome.Pending) leaf.outcome()).attempts() + 1;
    long records = leaf.staged().records();
    return leaf.with(
        isBad(leaf.staged())
            ? new FileOutcome.Pending(attempts, ErrorCode.MODEL_ERROR, "400")
            : new FileOutcome.Scored(
                wave, "out", 0, Framing.VALUES, records, 0, attempts, null, null));
  }

  private boolean isBad(StagedFile file) {
    long first = firstRecordOf(file);
    int found = bad.nextSetBit((int) first);
    return found >= 0 && found < first + file.records();
  }

  private long firstRecordOf(StagedFile file) {
    return Objects.requireNonNull(firstRecord.get(file.name()), "Every file has its place");
  }

  private Map<String, List<StagedFile>> cut(List<Cut> cuts, RunLayout layout) {
    Map<String, List<StagedFile>> files = new HashMap<>();
    for (Cut cut : cuts) {
      StagedFile whole = cut.file().staged();
      List<StagedFile> parts = new ArrayList<>();
      long first = 0;
      for (Piece piece : cut.pieces()) {
        String name = whole.name() + "-r" + first + "-" + piece.records();
        parts.add(file(name, firstRecordOf(whole) + first, piece.records()));
        first += piece.records();
      }
      if (first != whole.records() || parts.size() < 2) {
        throw new IllegalStateException("A cut is not all of its file: " + cut);
      }
      files.put(whole.name(), parts);
    }
    return files;
  }

  private Outcome outcome(RunLedger run, long rows, long sent, long mostParts) {
    long modelErrors = 0;
    long goodModelErrors = 0;
    long notIsolated = 0;
    long scored = 0;
    for (LedgerFile leaf : run.leaves().toList()) {
      if (leaf.outcome() instanceof FileOutcome.Scored) {
        scored += leaf.staged().records();
      } else if (leaf.outcome() instanceof FileOutcome.Failed failed) {
        long records = leaf.staged().records();
        if (failed.code() == ErrorCode.NOT_ISOLATED) {
          notIsolated += records;
        } else {
          modelErrors += records;
          goodModelErrors += records > 1 || !isBad(leaf.staged()) ? records : 0;
        }
      }
    }
    return new Outcome(
        rows,
        bad.cardinality(),
        run.files().size(),
        run.waves().size(),
        sent,
        mostParts,
        modelErrors,
        goodModelErrors,
        notIsolated,
        scored);
  }
}
