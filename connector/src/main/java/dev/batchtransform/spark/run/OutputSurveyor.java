package dev.batchtransform.spark.run;

import dev.batchtransform.spark.stage.StagedFile;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Looks through the outputs of a wave before they are trusted. */
interface OutputSurveyor {

  /** An output, its size, and the file it answers. */
  record Output(StagedFile file, Path path, long bytes) {}

  /** What was found of each output, by the file's name. */
  Map<String, SurveyedOutput> survey(List<Output> outputs);
}
