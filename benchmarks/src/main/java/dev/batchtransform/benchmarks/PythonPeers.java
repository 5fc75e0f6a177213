package dev.batchtransform.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.benchmarks.load.ScoreServerProcess;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.spark.BatchTransform;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.deploy.PythonRunner;

/**
 * What PySpark users write, timed by a Python program over this JVM's session, as {@code
 * spark-submit} starts one.
 */
final class PythonPeers {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final long FEW_ROWS = 100;

  private final Workspace workspace;
  private final Effort effort;
  private final Path python;

  /**
   * @param python has what {@code benchmarks/requirements.txt} names
   */
  PythonPeers(Workspace workspace, Effort effort, Path python) {
    this.workspace = workspace;
    this.effort = effort;
    this.python = python;
  }

  /**
   * Runs the program.
   *
   * @param rows for those that send one row after another
   */
  List<Comparison> compare(long rows, ScoreServerProcess slow, ScoreServerProcess fast)
      throws IOException {
    Path directory = Files.createTempDirectory("python-peers");
    Path program = directory.resolve("python_peers.py");
    Path found = directory.resolve("found.json");
    copy(program);
    String asked =
        MAPPER.writeValueAsString(
            Map.of(
                "slowServer", slow.address().toString(),
                "fastServer", fast.address().toString(),
                "schema", ScoreServerProcess.SCHEMA,
                "staging", Path.of(URI.create(workspace.path("python-runs"))).toString(),
                "warmUps", effort.warmUps(),
                "rounds", effort.rounds(),
                "rows", stored("catalog-of-python", rows),
                "fewRows", stored("few-rows", Math.min(FEW_ROWS, rows)),
                "found", found.toString()));
    System.setProperty("spark.pyspark.python", python.toString());
    PythonRunner.main(new String[] {program.toString(), face().toString(), asked});
    return MAPPER.readValue(found.toFile(), new TypeReference<List<Comparison>>() {});
  }

  private String stored(String name, long rows) {
    var unused = workspace.stored(name, GeneratedRows.catalog(workspace.spark(), rows));
    return workspace.path(name);
  }

  private static void copy(Path program) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PythonPeers.class.getResourceAsStream("python_peers.py"))) {
      Files.copy(in, program, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The package {@code batch_transform} lies where the connector's classes do. */
  private static Path face() {
    try {
      return Path.of(
          BatchTransform.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
