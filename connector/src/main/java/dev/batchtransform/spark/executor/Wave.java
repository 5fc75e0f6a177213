package dev.batchtransform.spark.executor;

import dev.batchtransform.spark.stage.RunLayout;
import dev.batchtransform.spark.stage.StagedFile;
import java.util.List;

/**
 * One pass over some staged files of a run.
 *
 * @param runId the run
 * @param index 0 for the first wave of the run
 * @param layout where the run lies; {@code layout.manifest(index)} has been written and names
 *     exactly {@code files}
 * @param files what to send; each has at least one record
 * @param mayRun whether it may have been started before, by this driver or by one that is gone
 */
public record Wave(
    String runId, int index, RunLayout layout, List<StagedFile> files, boolean mayRun) {

  /** A wave that has certainly not been started. */
  public Wave(String runId, int index, RunLayout layout, List<StagedFile> files) {
    this(runId, index, layout, files, false);
  }

  /** Records of all files. */
  public long records() {
    return files.stream().mapToLong(StagedFile::records).sum();
  }
}
