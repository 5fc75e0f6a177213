package dev.batchtransform.spark.internal.executor;

import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One pass over some staged files of a run.
 *
 * @param runId the run
 * @param runCreated when the run began; tells it from one of the same name that it has replaced
 * @param index 0 for the first wave of the run
 * @param layout where the run lies; {@code layout.manifest(index)} has been written and names
 *     exactly {@code files}
 * @param files what to send; each has at least one record
 * @param maxPayloadInMB largest request in MiB where it is not the option {@code maxPayloadInMB}
 * @param mayRun whether it may have been started before, by this driver or by one that is gone
 * @param recorded what is written down of its job; empty when it has none, or nothing is
 * @param beginsRound whether it is the run's first, or the first after somebody had failed records
 *     sent again: nothing that an earlier wave was answered counts for it
 */
public record Wave(
    String runId,
    Instant runCreated,
    int index,
    RunLayout layout,
    List<StagedFile> files,
    OptionalInt maxPayloadInMB,
    boolean mayRun,
    Optional<RecordedJob> recorded,
    boolean beginsRound) {

  /** A wave of whose job nothing is written down. */
  public Wave(
      String runId,
      Instant runCreated,
      int index,
      RunLayout layout,
      List<StagedFile> files,
      OptionalInt maxPayloadInMB,
      boolean mayRun) {
    this(
        runId,
        runCreated,
        index,
        layout,
        files,
        maxPayloadInMB,
        mayRun,
        Optional.empty(),
        index == 0);
  }

  /** A wave that has certainly not been started, of a run whose time does not matter. */
  public Wave(String runId, int index, RunLayout layout, List<StagedFile> files) {
    this(runId, Instant.EPOCH, index, layout, files, OptionalInt.empty(), false);
  }

  /** This wave, after somebody has tried to start it. */
  public Wave afterATry() {
    return new Wave(
        runId, runCreated, index, layout, files, maxPayloadInMB, true, recorded, beginsRound);
  }

  /** The run's options, as they are for this wave. */
  public TransformOptions options(TransformOptions ofRun) {
    return maxPayloadInMB.isEmpty()
        ? ofRun
        : ofRun.with(
            OptionTable.MAX_PAYLOAD_IN_MB.name(), Integer.toString(maxPayloadInMB.getAsInt()));
  }

  /** Records of all files. */
  public long records() {
    return files.stream().mapToLong(StagedFile::records).sum();
  }
}
