package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.stage.OutputListing;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Which files of a wave have their answers. SageMaker writes an output only when its whole file
 * succeeded, so that an output that is there is complete and stays.
 */
final class WaveOutputs {

  private final Path folder;
  private final Configuration hadoop;
  private final Map<String, StagedFile> missing = new HashMap<>();
  private final int files;
  private final long records;

  WaveOutputs(Wave wave, Configuration hadoop) {
    this.folder = wave.layout().outputs(wave.index());
    this.hadoop = hadoop;
    this.files = wave.files().size();
    this.records = wave.records();
    wave.files().forEach(file -> missing.put(file.outputName(), file));
  }

  /** Looks for outputs that have appeared since. */
  void refresh() throws IOException {
    if (missing.isEmpty()) {
      return;
    }
    missing.keySet().removeAll(OutputListing.of(folder, hadoop).keySet());
  }

  int files() {
    return files;
  }

  int filesDone() {
    return files - missing.size();
  }

  long records() {
    return records;
  }

  long recordsDone() {
    return records - missing.values().stream().mapToLong(StagedFile::records).sum();
  }

  /** Files without output, when last looked. */
  List<StagedFile> missing() {
    return List.copyOf(missing.values());
  }
}
