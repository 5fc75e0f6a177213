package dev.batchtransform.spark.it.kept;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The kept runs: what went into each, and where they are. */
final class KeptRuns {
  /** Stands in the ledgers for the folder that a run was staged in. */
  static final String PLACE = "file:/kept-runs-were-staged-here";

  static final String DT = "2026-11-26";
  static final String COMPLETED = "completed";
  static final String STOPPED = "stopped";
  static final String RECORD = "record";
  static final String TEXT = "text";

  /**
   * Of the run {@link #COMPLETED}: rows whose payload is not JSON, so that they were never sent.
   */
  static final List<Long> BROKEN = List.of(30L, 33L);

  /** Of the run {@link #COMPLETED}: rows that the model refused. */
  static final List<Long> REFUSED = List.of(7L, 21L);

  /** Of the run {@link #COMPLETED}: rows whose answer does not fit the result schema. */
  static final List<Long> GARBLED = List.of(12L, 13L);

  private KeptRuns() {}

  /** Rows of nested and of exact types, in one partition. */
  static Dataset<Row> rows(SparkSession spark, long rows) {
    return spark
        .range(0, rows, 1, 1)
        .selectExpr(
            "id",
            "CAST(id * 1.0000000001BD AS DECIMAL(38,10)) AS amount",
            "IF(id % 5 = 4, null, TIMESTAMP_MICROS(1764115200123456 + id * 1000001)) AS at",
            "DATE_ADD(DATE'1969-12-30', CAST(id AS INT)) AS day",
            "named_struct('name', concat('näme ', id), 'tags', array('a', null, cast(id AS STRING))) AS detail",
            "map(concat('k', id), id * 0.5D) AS weights",
            "IF(id % 3 = 0, null, unhex('00FF10')) AS raw");
  }

  /** The rows of a run. */
  static Dataset<Row> rows(SparkSession spark, String runId) {
    return switch (runId) {
      case COMPLETED ->
          rows(spark, 40)
              .selectExpr(
                  "*", "IF(id IN (30, 33), '{broken', concat('{\"id\":', id, '}')) AS payload");
      case STOPPED -> rows(spark, 24);
      default -> rows(spark, 12);
    };
  }

  /** The options of a run, but for its staging path. */
  static Map<String, String> options(String runId) {
    Map<String, String> own =
        switch (runId) {
          case COMPLETED -> Map.of("payloadColumn", "payload", "resultSchema", "tripled BIGINT");
          case STOPPED -> Map.of("maxRecordsPerFile", "4");
          case RECORD -> Map.of("join", "record");
          default -> Map.of("resultFormat", "text");
        };
    String model = (runId.equals(TEXT) ? KeptModel.Text.class : KeptModel.class).getName();
    return Stream.of(
            own,
            Map.of(
                "runId",
                runId,
                "dt",
                DT,
                "executor",
                "local",
                "localModel",
                "class:" + model,
                "localConcurrency",
                "1",
                "instanceCount",
                "1"))
        .flatMap(options -> options.entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Copies all kept runs to a folder and returns the staging path there. */
  static String copyTo(Path folder) throws IOException {
    URL found = KeptRuns.class.getResource("/kept/dt=" + DT);
    if (found == null) {
      throw new IllegalStateException("The kept runs are not on the class path");
    }
    try {
      URI uri = found.toURI();
      if (uri.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
          return copy(jar.getPath("/kept"), folder);
        }
      }
      return copy(Path.of(uri).getParent(), folder);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String copy(Path from, Path to) throws IOException {
    String place = place(to);
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path copy = to.resolve(from.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
      if (copy.endsWith("_run.json")) {
        replace(copy, PLACE, place);
      }
    }
    return place;
  }

  /** A folder as Hadoop names it. */
  static String place(Path folder) {
    return "file:" + folder.toAbsolutePath();
  }

  static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    Files.writeString(file, text.replace(from, to), StandardCharsets.UTF_8);
  }
}
