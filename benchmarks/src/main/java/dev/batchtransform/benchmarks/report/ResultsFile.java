package dev.batchtransform.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The newest result of each benchmark in one JSON file, by the benchmark's name. Each says when and
 * on what machine it was made, since they need not be of one day.
 *
 * @param path the file; made with its folder when the first result is put
 */
public record ResultsFile(Path path) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * Replaces the result of one benchmark.
   *
   * @param settings what it was asked to do
   */
  public void put(
      String benchmark, Instant finished, Machine machine, Object settings, Report report)
      throws IOException {
    ObjectNode results = read();
    ObjectNode result = results.putObject(benchmark);
    result.put("finished", finished.toString());
    result.set("machine", MAPPER.valueToTree(machine));
    result.set("settings", MAPPER.valueToTree(settings));
    result.setAll(MAPPER.<ObjectNode>valueToTree(report));
    Files.createDirectories(path.toAbsolutePath().getParent());
    MAPPER.writeValue(path.toFile(), results);
  }

  private ObjectNode read() throws IOException {
    return Files.exists(path)
        ? MAPPER.readValue(path.toFile(), ObjectNode.class)
        : MAPPER.createObjectNode();
  }
}
