package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Waves and options for tests. */
final class Waves {

  static final String RUN_ID = "nightly-2026-11-22";

  private Waves() {}

  /** A wave of files {@code part-0}, {@code part-1}, ... of 10 records each. */
  static Wave wave(int index, int files) {
    RunLayout layout =
        RunLayout.of(new org.apache.hadoop.fs.Path("s3a://bucket/scoring"), "2026-11-22", RUN_ID);
    List<StagedFile> staged =
        IntStream.range(0, files)
            .mapToObj(i -> new StagedFile("part-" + i, 10, 10, 100, i))
            .toList();
    return new Wave(RUN_ID, index, layout, staged);
  }

  static TransformOptions options(String... namesAndValues) {
    Map<String, String> options = new HashMap<>();
    options.put("stagingPath", "s3a://bucket/scoring");
    options.put("model", "catalog-embedder");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      options.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return TransformOptions.parse(options);
  }

  /** Writes the output of one file of the wave below the folder that stands for the bucket. */
  static void writeOutput(Path bucket, Wave wave, int file) {
    String key = wave.layout().output(wave.index(), wave.files().get(file)).toUri().getPath();
    Path output = bucket.resolve(key.substring(1));
    try {
      Files.createDirectories(output.getParent());
      Files.writeString(output, "[0.5]\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
