package dev.batchtransform.spark.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.emulator.LocalSageMaker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** What an asynchronous endpoint was asked, beside what a run's folder says that it was asked. */
final class AskedRequests {
  private AskedRequests() {}

  /** Each request that is written down was sent once, and no other was. */
  static void proveOnce(LocalSageMaker sageMaker, String endpoint, Path runFolder) {
    long asked =
        sageMaker.actions().stream()
            .filter(action -> action.action().equals("sagemaker:InvokeEndpointAsync"))
            .filter(action -> action.resource().filter(endpoint::equals).isPresent())
            .filter(action -> action.error().isEmpty())
            .count();
    assertThat(asked).as("requests").isEqualTo(writtenDown(runFolder.resolve("requests")).size());
  }

  /** Their names; a later wave repeats those for whose answers it waits. */
  private static Set<String> writtenDown(Path folder) {
    Set<String> names = new HashSet<>();
    if (!Files.exists(folder)) {
      return names;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path chunk : files.filter(file -> file.toString().endsWith(".jsonl")).toList()) {
        for (String line : Files.readAllLines(chunk)) {
          names.add(ChaosRun.MAPPER.readTree(line).path("inferenceId").asText());
        }
      }
      return names;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
