package dev.batchtransform.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresPageTest {
  @TempDir private Path folder;

  @Test
  void thePageIsWhatTheKeptResultsMakeOfIt() throws Exception {
    FiguresPage page = FiguresPage.in(Path.of("..").toAbsolutePath().normalize());

    assertThat(Files.readString(page.page()))
        .as("./run-benchmarks <name> --write writes both")
        .isEqualTo(page.expected());
  }

  @Test
  void resultsGoBetweenTheMarkersAndTheRestStays() throws Exception {
    FiguresPage page =
        new FiguresPage(
            folder.resolve("results.json"),
            folder.resolve("page.md"),
            folder.resolve("growth.svg"));
    Files.writeString(
        page.page(), "before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter\n");
    ResultsFile results = new ResultsFile(page.results());
    Timing one = new Timing("a read", List.of(1.0, 9.0, 2.0));
    Timing other = new Timing("a join", List.of(8.0));
    put(
        results,
        "reading",
        new Report(
            List.of(new Comparison("all", 1_000, 1, one, other)), List.of(), List.of("A note.")));
    put(
        results,
        "growth",
        new Report(
            List.of(),
            List.of(
                new Figure("1,000,000 rows, whole run", 50_000, "rows/s"),
                new Figure("3,000,000 rows, whole run", 45_000, "rows/s")),
            List.of()));

    page.write();

    assertThat(Files.readString(page.page()))
        .startsWith("before\n<!-- measured: begin -->\n")
        .endsWith("<!-- measured: end -->\nafter\n")
        .contains("| all | 1,000 | 2.000 s, a read | 8.000 s, a join | **4.00** |")
        .contains("| 3,000,000 rows, whole run | 45,000 rows/s |", "(images/growth.svg)", "A note.")
        .doesNotContain("old");
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(page.plot().toFile())
                .getElementsByTagName("circle")
                .getLength())
        .isEqualTo(2);
  }

  private static void put(ResultsFile results, String name, Report report) throws Exception {
    results.put(
        name,
        Instant.parse("2026-11-28T00:00:00Z"),
        new Machine("A processor", 2, 24, 2, 0.5, "Linux", "OpenJDK VM 17", "3.5.7"),
        Map.of(),
        report);
  }
}
