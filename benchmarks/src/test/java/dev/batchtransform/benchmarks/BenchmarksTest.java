package dev.batchtransform.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Each benchmark runs, over few rows; what it measures here means nothing. */
class BenchmarksTest {
  private static final int ROWS = 200;

  @TempDir private Path directory;

  private final StringWriter printed = new StringWriter();

  @Test
  void stagingIsComparedWithWritingJson() throws IOException {
    JsonNode result = run("staging", "--s3");

    assertThat(result.at("/comparisons")).hasSize(4);
    assertThat(result.at("/comparisons/0/ours/name").asText()).contains("sagemaker");
    assertThat(result.at("/comparisons/0/theirs/name").asText()).isEqualTo("df.write.json");
    assertThat(result.at("/comparisons").findValues("ratio"))
        .allSatisfy(ratio -> assertThat(ratio.asDouble()).isPositive());
    assertThat(result.at("/comparisons/0/ours/seconds")).hasSize(1);
    assertThat(result.at("/machine/cores").asInt()).isPositive();
    assertThat(printed.toString()).contains("theirs / ours = ");
  }

  @Test
  void readingIsComparedWithReadingJsonAndJoining() throws IOException {
    JsonNode result = run("reading");

    assertThat(result.at("/comparisons").findValues("rows"))
        .extracting(JsonNode::asInt)
        .containsExactly(ROWS, 10 * ROWS, 10 * ROWS);
    assertThat(result.at("/comparisons/0/ratio").asDouble()).isPositive();
    assertThat(result.at("/notes").toString())
        .contains("one string: Spark planned theirs as a SortMergeJoin");
  }

  @Test
  void encodersAreComparedWhereTheyWriteTheSameValues() throws IOException {
    JsonNode result = run("encoder");

    assertThat(result.at("/comparisons").findValuesAsText("name"))
        .contains("text", "64 numbers", "nested");
  }

  @Test
  void smallFilesAndSurveysAreComparedWithReads() throws IOException {
    assertThat(figures(run("small-files"), "a file, ours").get(0)).isPositive();
    assertThat(run("survey").at("/comparisons")).hasSize(2);
  }

  @Test
  void methodsAreMeasuredByJmhWhenBothGiveTheSame() throws IOException {
    assertThat(run("methods").at("/comparisons").findValues("ratio"))
        .hasSize(5)
        .allSatisfy(ratio -> assertThat(ratio.asDouble()).isPositive());
  }

  @Test
  void aReadOfManyFilesIsPlannedFromTheLedger() throws IOException {
    JsonNode result = run("planning");

    assertThat(result.at("/comparisons/0/ratio").asDouble()).isPositive();
    assertThat(figures(result, "the first time, ours")).hasSize(1);
  }

  @Test
  void growingRunsBringEachRowBack() throws IOException {
    JsonNode result = run("growth");

    assertThat(figures(result, "200 rows, whole run").get(0)).isPositive();
    assertThat(figures(result, "slowest, of the smallest's rows a second")).containsExactly(100);
  }

  @Test
  void aWholeRunBalancesOnBothExecutors() throws IOException {
    JsonNode result = run("million", "--emulator");

    assertThat(figures(result, "rows scored with their own answer")).containsExactly(ROWS, ROWS);
    assertThat(figures(result, "rows failed")).containsExactly(0, 0);
    assertThat(figures(result, "peak heap")).hasSize(2).allMatch(mib -> mib > 0);
  }

  @Test
  void everyBadRecordStandsAlone() throws IOException {
    JsonNode result = run("isolation");

    assertThat(figures(result, "5 % bad, rows failed, each alone").get(0)).isBetween(1, ROWS / 5);
    assertThat(figures(result, "5 % bad, waves").get(0)).isEqualTo(1);
    assertThat(figures(result, "requests beyond one per row")).containsExactly(0, 0, 0, 0);
    assertThat(result.at("/notes").toString()).contains("NOT_ISOLATED").contains("100,000,000");
  }

  @Test
  void theLocalExecutorIsComparedWithALoadGeneratorAndWithWhatIsWrittenByHand() throws IOException {
    JsonNode result = run("local");

    assertThat(result.at("/comparisons").findValuesAsText("name"))
        .contains("answers after 5 ms", "executor local", "answers at once")
        .contains("HttpComponents HttpBenchmark", "SynapseML SimpleHTTPTransformer, 32 at once");
    assertThat(result.at("/comparisons").findValues("ratio"))
        .hasSize(4)
        .allSatisfy(ratio -> assertThat(ratio.asDouble()).isPositive());
    assertThat(figures(result, "answers after 5 ms, executor local, most in flight").get(0))
        .isBetween(2, 32);
    assertThat(result.at("/notes").toString()).contains("LEFT OUT");
    assertThat(printed.toString()).contains("LEFT OUT");
  }

  @Test
  void instancesAreLevelInTurnAndWhenTheFreeOneTakesTheNext() throws IOException {
    JsonNode result = run("level");

    assertThat(figures(result, "in turn, above level")).hasSize(1).allMatch(most -> most <= 5);
    assertThat(figures(result, "free first, above level")).hasSize(1).allMatch(most -> most <= 5);
    assertThat(result.at("/notes").toString()).contains("ONE_HAS_MOST");
  }

  @Test
  void theListThatTheScriptReadsHasEveryBenchmark() throws IOException {
    try (InputStream list =
        Objects.requireNonNull(Benchmarks.class.getResourceAsStream("benchmarks.txt"))) {
      assertThat(new String(list.readAllBytes(), UTF_8).lines().map(line -> line.split(" ", 2)[0]))
          .containsExactlyElementsOf(Benchmarks.ALL.stream().map(Benchmark::name).toList());
    }
  }

  private JsonNode run(String name, String... more) throws IOException {
    Path results = directory.resolve("results.json");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                name,
                "--rows",
                Integer.toString(ROWS),
                "--rounds",
                "1",
                "--warm-ups",
                "0",
                "--results",
                results.toString()));
    arguments.addAll(List.of(more));
    int exitCode =
        new CommandLine(new Benchmarks())
            .setOut(new PrintWriter(printed))
            .execute(arguments.toArray(String[]::new));

    assertThat(exitCode).isZero();
    String measured = String.join(" ", name, String.join(" ", more)).strip();
    return new ObjectMapper().readTree(results.toFile()).path(measured);
  }

  private static List<Integer> figures(JsonNode result, String nameEnd) {
    List<Integer> values = new ArrayList<>();
    for (JsonNode figure : result.path("figures")) {
      if (figure.path("name").asText().endsWith(nameEnd)) {
        values.add(figure.path("value").asInt());
      }
    }
    return values;
  }
}
