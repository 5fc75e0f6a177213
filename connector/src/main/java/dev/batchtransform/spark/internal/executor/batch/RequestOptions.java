package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.internal.options.OptionFamily;
import java.util.Map;

/** Which option a field of CreateTransformJob comes from. */
final class RequestOptions {

  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("ModelName", "model"),
          Map.entry("TransformInput.DataSource.S3DataSource.S3Uri", "stagingPath"),
          Map.entry("TransformOutput.S3OutputPath", "stagingPath"));

  private RequestOptions() {}

  /** The option's name; a field of no option of its own is passed through. */
  static String of(String path) {
    return OPTIONS.getOrDefault(path, OptionFamily.TRANSFORM_JOB.prefix() + path);
  }
}
