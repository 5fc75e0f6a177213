package dev.batchtransform.spark.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What must hold when a run has ended, whatever happened before. */
final class RunInvariants {
  /** One run in so many is looked at through its table, and written once more at the end. */
  private static final int LOOKED_AT_TWICE = 4;

  private static final Pattern WAVE = Pattern.compile("-w(\\d+)-");

  private final ChaosEnvironment environment;
  private final Schedule schedule;
  private final ChaosRun run;
  private final JsonNode ledger;

  RunInvariants(ChaosEnvironment environment, Schedule schedule, ChaosRun run) {
    this.environment = environment;
    this.schedule = schedule;
    this.run = run;
    this.ledger = run.ledger().orElseThrow(() -> new AssertionError("There is no ledger"));
  }

  void prove() {
    List<Row> result = read();
    everyRowIsThereOnce(result);
    everyRowHasItsAnswerOrItsError(result);
    theDeadLettersAreTheFailedRows(result);
    List<String> jobs = jobs();
    noWaveHasTwoJobs(jobs);
    nothingScoredWasSentAgain();
    everyRequestIsWrittenDown();
    if (!schedule.spoilsCleaning()) {
      nothingIsLeftBehind();
    }
    if (schedule.seed() % LOOKED_AT_TWICE == 0) {
      theCountsBalance(result);
      theSameWriteAgainPaysForNothing(jobs);
    }
  }

  private List<Row> read() {
    FaultInjector injector = new FaultInjector(List.of());
    injector.begin(
        schedule.readerHit()
            ? List.of(new InjectedFault(FaultPoint.READ_FILE, 1, false))
            : List.of());
    FaultPoint.handle(injector);
    try {
      return table("results").collectAsList().stream()
          .sorted(Comparator.comparing(row -> row.getLong(0)))
          .toList();
    } finally {
      FaultPoint.handle(null);
    }
  }

  private Dataset<Row> table(String name) {
    return environment
        .spark()
        .read()
        .format("sagemaker")
        .option("table", name)
        .option("runId", run.runId())
        .load(run.options().get("stagingPath"));
  }

  private void everyRowIsThereOnce(List<Row> result) {
    assertThat(result)
        .extracting(row -> row.getLong(0))
        .containsExactlyElementsOf(
            IntStream.range(0, schedule.kinds().size()).mapToObj(Long::valueOf).toList());
    for (Row row : result) {
      assertThat(row.<String>getAs("kind")).isEqualTo(kind(row));
      assertThat(row.<Double>getAs("weight")).isEqualTo(row.getLong(0) / 7.0);
    }
  }

  private void everyRowHasItsAnswerOrItsError(List<Row> result) {
    Set<String> filesWithBadRows =
        result.stream()
            .filter(row -> !kind(row).equals("ok"))
            .map(row -> row.<Row>getAs("prediction_error"))
            .map(error -> error.<String>getAs("file"))
            .collect(Collectors.toSet());
    for (Row row : result) {
      Row error = row.getAs("prediction_error");
      String context = "row %d, %s".formatted(row.getLong(0), kind(row));
      if (error == null) {
        assertThat(kind(row)).as(context).isEqualTo("ok");
        assertThat(row.<Row>getAs("prediction").<Long>getAs("tripled"))
            .as(context)
            .isEqualTo(3 * row.getLong(0));
      } else {
        assertThat(row.<Object>getAs("prediction")).as(context).isNull();
        assertThat(codes(row)).as(context).contains(error.<String>getAs("code"));
        if (kind(row).equals("ok") && !isMistrusted()) {
          assertThat(filesWithBadRows).as(context).contains(error.<String>getAs("file"));
        }
      }
    }
  }

  /**
   * Whether the run has seen that the model does not keep one answer per record. Then nothing
   * proves whose answers those of a later file are, and a run that does not isolate gives it up
   * whole.
   */
  private boolean isMistrusted() {
    return ledger.has("mistrustedSince") && !schedule.isolates();
  }

  /** The errors that a row may have. */
  private Set<String> codes(Row row) {
    boolean extra = schedule.kinds().contains("extra");
    // The local executor counts the answers of each request, and fails it.
    boolean counted = ledger.path("executor").asText().equals("local");
    return switch (kind(row)) {
      case "ok" -> schedule.isolates() && (counted || !extra) ? Set.of() : Set.of("NOT_ISOLATED");
      case "413" -> ownOrNotIsolated("OVERSIZE");
      case "garbage", "broken" -> Set.of("UNPARSEABLE");
      case "extra" -> ownOrNotIsolated("MISALIGNED");
      default -> ownOrNotIsolated("MODEL_ERROR");
    };
  }

  /** Bad rows stand alone where the run isolates, unless the model answers nothing at all. */
  private Set<String> ownOrNotIsolated(String own) {
    boolean alone = schedule.isolates() && schedule.kinds().contains("ok");
    return alone ? Set.of(own) : Set.of(own, "NOT_ISOLATED");
  }

  private void theDeadLettersAreTheFailedRows(List<Row> result) {
    List<String> errors =
        result.stream()
            .map(row -> row.<Row>getAs("prediction_error"))
            .filter(Objects::nonNull)
            .map(error -> error.getString(0) + " " + error.getString(2) + " " + error.get(3))
            .toList();
    assertThat(deadLetters()).containsExactlyInAnyOrderElementsOf(errors);
  }

  private List<String> deadLetters() {
    if (!ledger.has("deadLetters")) {
      return List.of();
    }
    Path file = runFolder().resolve("dead_letters/" + ledger.get("deadLetters").asInt() + ".jsonl");
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(RunInvariants::deadLetter).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String deadLetter(String line) {
    try {
      JsonNode letter = ChaosRun.MAPPER.readTree(line);
      String where = letter.path("file").asText() + " " + letter.path("line").asText();
      return letter.path("code").asText() + " " + where;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void theCountsBalance(List<Row> result) {
    Row listed = table("runs").where("id = '" + run.runId() + "'").first();
    long failed = result.stream().filter(row -> row.getAs("prediction_error") != null).count();
    assertThat(listed.<Long>getAs("rows")).isEqualTo(result.size());
    assertThat(listed.<Long>getAs("failed")).isEqualTo(failed);
    assertThat(listed.<String>getAs("state")).isIn("COMPLETED", "FAILED");
  }

  private List<String> jobs() {
    JsonNode answer =
        environment
            .api()
            .call("ListTransformJobs", Map.of("NameContains", run.runId(), "MaxResults", 100));
    return ChaosRun.elements(answer.path("TransformJobSummaries"))
        .map(job -> job.path("TransformJobName").asText())
        .toList();
  }

  private static void noWaveHasTwoJobs(List<String> jobs) {
    assertThat(jobs)
        .extracting(
            job -> {
              Matcher wave = WAVE.matcher(job);
              assertThat(wave.find()).isTrue();
              return wave.group(1);
            })
        .doesNotHaveDuplicates();
  }

  /** What has an output that counts is in no later manifest. Outputs that do not align are none. */
  private void nothingScoredWasSentAgain() {
    Map<String, Integer> scoredIn = new HashMap<>();
    leaves(ledger.path("files"))
        .filter(leaf -> leaf.at("/outcome/kind").asText().equals("scored"))
        .forEach(
            leaf ->
                scoredIn.put(leaf.at("/staged/name").asText(), leaf.at("/outcome/wave").asInt()));
    for (int wave = 0; wave < ledger.path("waves").size(); wave++) {
      for (String file : manifest(wave)) {
        assertThat(scoredIn.getOrDefault(file, wave))
            .as("wave that scored " + file)
            .isGreaterThanOrEqualTo(wave);
        boolean answeredBefore = wasAnsweredBefore(file, wave);
        assertThat(answeredBefore && !schedule.kinds().contains("extra"))
            .as(file + " had its answers before wave " + wave)
            .isFalse();
      }
    }
  }

  private void everyRequestIsWrittenDown() {
    if (!schedule.mayAskTwice()) {
      run.endpoints()
          .queue()
          .ifPresent(queue -> AskedRequests.proveOnce(environment.sageMaker(), queue, runFolder()));
    }
  }

  private boolean wasAnsweredBefore(String file, int wave) {
    return IntStream.range(0, wave)
        .mapToObj(earlier -> runFolder().resolve("output/" + earlier + "/" + file + ".jsonl.out"))
        .anyMatch(Files::exists);
  }

  private List<String> manifest(int wave) {
    try {
      JsonNode entries =
          ChaosRun.MAPPER.readTree(runFolder().resolve("manifests/" + wave + ".json").toFile());
      return ChaosRun.elements(entries)
          .filter(JsonNode::isTextual)
          .map(entry -> entry.asText().replaceFirst("\\.jsonl$", ""))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void nothingIsLeftBehind() {
    Set<String> known = new HashSet<>(List.of("_run.json"));
    all(ledger.path("files"))
        .map(file -> file.at("/staged/name").asText())
        .forEach(
            name -> known.addAll(List.of("input/" + name + ".jsonl", "rows/" + name + ".rows")));
    all(ledger.path("files"))
        .map(file -> file.at("/outcome/output").asText())
        .forEach(output -> known.add(output.replaceFirst(".*/(output/\\d+/[^/]+)$", "$1")));
    try (Stream<Path> files = Files.walk(runFolder())) {
      List<String> unknown =
          files
              .filter(Files::isRegularFile)
              .map(file -> runFolder().relativize(file).toString())
              .filter(file -> !known.contains(file))
              .filter(
                  file ->
                      !file.matches(
                          "manifests/\\d+\\.json|_run_files/[0-9a-f]{64}\\.json|requests/\\d+/(\\d+\\.jsonl|stopped)|dead_letters/\\d+\\.jsonl|output/\\d+/part-[^/]*\\.out"))
              .toList();
      assertThat(unknown).as("files that the ledger does not know").isEmpty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void theSameWriteAgainPaysForNothing(List<String> jobs) {
    if (ledger.path("state").asText().equals("FAILED")) {
      assertThatThrownBy(run::write).hasStackTraceContaining("has failed");
    } else {
      run.write();
    }
    assertThat(jobs()).hasSameSizeAs(jobs);
  }

  private Path runFolder() {
    return run.runFolder().orElseThrow();
  }

  private String kind(Row row) {
    return schedule.kinds().get((int) row.getLong(0));
  }

  private static Stream<JsonNode> leaves(JsonNode files) {
    return all(files).filter(file -> !file.at("/outcome/kind").asText().equals("split"));
  }

  /** The files, and those that they were cut into. */
  private static Stream<JsonNode> all(JsonNode files) {
    List<JsonNode> found = new ArrayList<>();
    ChaosRun.elements(files)
        .forEach(
            file -> {
              found.add(file);
              all(file.at("/outcome/parts")).forEach(found::add);
            });
    return found.stream();
  }
}
