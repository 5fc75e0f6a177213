package dev.batchtransform.spark.internal.executor.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Waves on a local disk, and a Spark that runs them. */
final class LocalWaves {
  private LocalWaves() {}

  static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        // The strictest of serializers: nothing but text may travel as data.
        .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .config("spark.kryo.registrationRequired", "true")
        .getOrCreate();
  }

  static LocalExecutor executor(JavaSparkContext context, Map<String, String> options) {
    return new LocalExecutor(
        context, context.hadoopConfiguration(), TransformOptions.parse(options));
  }

  static Map<String, String> model(Class<?> model) {
    return Map.of("localModel", "class:" + model.getName());
  }

  /** Stages files, given as name and content in turn. */
  static Wave wave(java.nio.file.Path folder, String... namesAndContents) throws IOException {
    RunLayout layout =
        RunLayout.of(new Path(folder.resolve("stage ä").toUri()), "2026-11-23", "run-1");
    List<StagedFile> files = new ArrayList<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      byte[] content = namesAndContents[i + 1].getBytes(UTF_8);
      long records = namesAndContents[i + 1].lines().count();
      StagedFile file = new StagedFile(namesAndContents[i], records, records, content.length, 0);
      Files.createDirectories(local(layout.inputs()));
      Files.write(local(layout.input(file)), content);
      files.add(file);
    }
    return new Wave("run-1", 0, layout, files);
  }

  /** Everything in the wave's output folder, hidden files included, but for checksums. */
  static Map<String, String> outputs(Wave wave) throws IOException {
    return files(wave).stream()
        .filter(file -> !file.getFileName().toString().endsWith(".crc"))
        .collect(Collectors.toMap(file -> file.getFileName().toString(), LocalWaves::content));
  }

  /** There is no folder before the first answers are written. */
  private static List<java.nio.file.Path> files(Wave wave) throws IOException {
    java.nio.file.Path outputs = local(wave.layout().outputs(wave.index()));
    if (!Files.exists(outputs)) {
      return List.of();
    }
    try (Stream<java.nio.file.Path> files = Files.list(outputs)) {
      return files.toList();
    }
  }

  private static String content(java.nio.file.Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  /** Tasks end a moment after their job. */
  static void awaitNoHalfFiles(Wave wave) {
    await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () ->
                files(wave).stream()
                    .noneMatch(file -> file.getFileName().toString().startsWith(".")));
  }
}
