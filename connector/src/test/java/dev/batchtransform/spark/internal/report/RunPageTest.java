package dev.batchtransform.spark.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.cost.CostEstimate;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveResult.State;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.Runs;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class RunPageTest {
  private static final Instant BEGUN = Instant.parse("2026-11-27T01:00:00Z");
  private static final RunLayout LAYOUT =
      new RunLayout(URI.create("s3a://bucket/scoring/dt=2026-11-27/run_id=nightly"));

  @Test
  void aRunIsOnePageWithItsWavesFailuresAndCost() throws Exception {
    Document page = page(ended());

    assertThat(texts(page, "h2"))
        .containsExactly("Waves", "Failed rows", "Files with failed rows", "Options");
    assertThat(tiles(page))
        .containsEntry("rows", "1,210")
        .containsEntry("scored", "1,203")
        .containsEntry("failed", "7")
        .containsEntry("cost", "0.46 USD")
        .containsEntry("instance time", "15 min 0 s");
    assertThat(texts(page, "td"))
        .contains("0", "5 min 0 s", "10 min 0 s", "FAILED", "nightly-w0", "MODEL_ERROR", "7")
        .contains("part-0.jsonl");
    assertThat(page.getElementsByTagName("rect").getLength()).isEqualTo(4);
  }

  @Test
  void whatAContainerSaysIsTextAndNoMarkup() throws Exception {
    Document page = page(ended());

    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(texts(page, "td")).contains("<script>alert('&')</script>");
  }

  @Test
  void valuesThatAreHiddenElsewhereAreHiddenHere() throws Exception {
    RunLedger run = ended().withOptions(Map.of("model", "m", "env.TOKEN", "s3cr3t"));

    assertThat(new RunPage(run, LAYOUT, cost(), Map.of(), BEGUN).html())
        .contains("env.TOKEN")
        .doesNotContain("s3cr3t");
  }

  @Test
  void aRunThatHasJustBegunIsAPageToo() throws Exception {
    RunLedger begun = Runs.afterWaves();

    assertThat(texts(page(begun), "p")).contains("None has begun.", "None.");
  }

  @Test
  void thousandsOfFilesDoNotMakeAPageThatNobodyCanOpen() throws Exception {
    RunLedger run =
        Runs.with(
                Runs.afterWaves(),
                IntStream.range(0, 3_000)
                    .mapToObj(number -> failed("part-" + number, 1))
                    .toArray(LedgerFile[]::new))
            .ended(RunState.FAILED, "why", BEGUN);

    assertThat(texts(page(run), "p")).contains("And 2,800 more files.");
  }

  static RunLedger ended() {
    RunLedger run =
        Runs.with(
            Runs.afterWaves(),
            failed("part-0", 7),
            new LedgerFile(
                new StagedFile("part-1", 1_203, 1_203, 9_000, 1),
                new FileOutcome.Failed(ErrorCode.MODEL_ERROR, "", 1, 0)));
    run = run.withNewWave(wave(0, State.FAILED, "<script>alert('&')</script>", BEGUN));
    run = run.withNewWave(wave(1, State.COMPLETED, "", BEGUN.plus(Duration.ofMinutes(20))));
    return Runs.with(
            run,
            failed("part-0", 7),
            new LedgerFile(
                new StagedFile("part-1", 1_203, 1_203, 9_000, 1),
                new FileOutcome.Scored(0, "o", 9, Framing.VALUES, 1_203, 0, 1, null, null)))
        .ended(RunState.COMPLETED, null, BEGUN.plus(Duration.ofMinutes(40)));
  }

  private static LedgerFile failed(String name, long rows) {
    return new LedgerFile(
        new StagedFile(name, rows, rows, 10 * rows, 1),
        new FileOutcome.Failed(ErrorCode.MODEL_ERROR, "400", 1, 0));
  }

  private static LedgerWave wave(int index, State state, String reason, Instant submitted) {
    return LedgerWave.planned(index, 2, 1_210, OptionalInt.empty(), false)
        .submittedAs("nightly-w" + index, submitted)
        .ended(
            new WaveResult(
                state,
                Optional.of(reason).filter(why -> !why.isEmpty()),
                Optional.of(submitted.plus(Duration.ofMinutes(5))),
                Optional.of(submitted.plus(Duration.ofMinutes(15))),
                900,
                Map.of()));
  }

  private static CostEstimate cost() {
    return new CostEstimate(900, Optional.of(new BigDecimal("0.46")));
  }

  static String html(RunLedger run) {
    return new RunPage(
            run,
            LAYOUT,
            cost(),
            run.failedRows() == 0 ? Map.of() : Map.of("MODEL_ERROR", 7L),
            BEGUN)
        .html();
  }

  private static Document page(RunLedger run) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html(run))));
  }

  private static List<String> texts(Document page, String tag) {
    return elements(page, tag).stream().map(Element::getTextContent).toList();
  }

  private static Map<String, String> tiles(Document page) {
    return elements(page, "div").stream()
        .filter(div -> div.getAttribute("class").equals("tile"))
        .collect(
            Collectors.toMap(
                tile -> tile.getElementsByTagName("span").item(0).getTextContent(),
                tile -> tile.getElementsByTagName("b").item(0).getTextContent()));
  }

  private static List<Element> elements(Document page, String tag) {
    return IntStream.range(0, page.getElementsByTagName(tag).getLength())
        .mapToObj(each -> (Element) page.getElementsByTagName(tag).item(each))
        .toList();
  }
}
