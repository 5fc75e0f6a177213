package dev.batchtransform.spark.internal.report;

import dev.batchtransform.spark.internal.cost.CostEstimate;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run, for a browser: one file that needs no other. No record's content is in
 * it, and no option's value that is hidden elsewhere.
 *
 * @param run the run
 * @param layout where it lies
 * @param cost what its instances cost
 * @param failed failed rows by their code
 * @param now when the page is made
 */
public record RunPage(
    RunLedger run, RunLayout layout, CostEstimate cost, Map<String, Long> failed, Instant now) {
  /** Beyond them a table says how many there are. */
  private static final int MOST_FILES = 200;

  /** The whole page. */
  public String html() {
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><title>Run "
        + Html.text(run.runId())
        + "</title><style>\n"
        + style()
        + "</style></head><body>\n"
        + head()
        + section("Waves", Timeline.of(run.waves(), now) + waves())
        + section("Failed rows", failures())
        + section("Files with failed rows", files())
        + section("Options", options())
        + "</body></html>\n";
  }

  private static String section(String title, String content) {
    return content.isEmpty() ? "" : "<h2>" + title + "</h2>\n" + content;
  }

  private String head() {
    long failedRows = run.failedRows();
    return "<h1>Run %s <span class=\"state %s\">%s</span></h1>%n<p>%s</p>%n%s<div class=\"tiles\">%n"
            .formatted(
                Html.text(run.runId()),
                run.state(),
                run.state(),
                Html.text(
                    "%s, model %s, begun %s, in %s"
                        .formatted(run.executor(), run.model(), time(run.created()), layout)),
                message())
        + Html.tile("rows", Html.number(run.rows()))
        + Html.tile("scored", run.state().isReadable() ? Html.number(run.rows() - failedRows) : "–")
        + Html.tile("failed", Html.number(failedRows))
        + Html.tile("staged files", Html.number(run.files().size()))
        + Html.tile("time", Html.duration(Duration.between(run.created(), finished())))
        + Html.tile("instance time", Html.duration(Duration.ofSeconds(cost.instanceSeconds())))
        + Html.tile("cost", cost.usd().map(RunPage::usd).orElse("unknown price"))
        + "</div>\n";
  }

  private static String usd(BigDecimal cost) {
    return cost.stripTrailingZeros().toPlainString() + " USD";
  }

  private String message() {
    return Optional.ofNullable(run.message())
        .map(why -> "<p class=\"message\">" + Html.text(why) + "</p>\n")
        .orElse("");
  }

  private Instant finished() {
    return Objects.requireNonNullElse(run.finished(), now);
  }

  private String waves() {
    return run.waves().isEmpty()
        ? "<p>None has begun.</p>\n"
        : Html.table(
            List.of("wave", "files", "records", "state", "waited", "worked", "job", "why"),
            run.waves().stream().map(RunPage::wave).toList());
  }

  private static List<String> wave(LedgerWave wave) {
    return List.of(
        wave.index() + (wave.isProbe() ? " (probe)" : ""),
        Html.number(wave.files()),
        Html.number(wave.records()),
        wave.state() == null ? "at work" : wave.state().name(),
        between(wave.submitted(), wave.started()),
        between(wave.started(), wave.ended()),
        wave.startedJob().map(Html::text).orElse(""),
        wave.reason() == null ? "" : Html.text(wave.reason()));
  }

  private String failures() {
    long most = failed.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return failed.isEmpty()
        ? "<p>None.</p>\n"
        : Html.table(
            List.of("code", "rows", ""),
            failed.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(each -> failure(each.getKey(), each.getValue(), most))
                .toList());
  }

  private static List<String> failure(String code, long rows, long most) {
    return List.of(
        "<code>" + Html.text(code) + "</code>",
        Html.number(rows),
        "<div class=\"share\" style=\"width:" + Math.max(1, 400 * rows / most) + "px\"></div>");
  }

  private String files() {
    List<LedgerFile> some =
        run.files().stream()
            .filter(file -> file.failedRows() > 0)
            .sorted(Comparator.comparingLong(LedgerFile::failedRows).reversed())
            .toList();
    if (some.isEmpty() || !run.state().isReadable()) {
      return "";
    }
    String table =
        Html.table(
            List.of("file", "rows", "failed"),
            some.stream()
                .limit(MOST_FILES)
                .map(
                    file ->
                        List.of(
                            Html.text(file.staged().inputName()),
                            Html.number(file.staged().rows()),
                            Html.number(file.failedRows())))
                .toList());
    return some.size() <= MOST_FILES
        ? table
        : table + "<p>And " + Html.number(some.size() - MOST_FILES) + " more files.</p>\n";
  }

  private String options() {
    return Html.table(
        List.of("option", "value"),
        TransformOptions.parse(run.options()).asRedactedMap().entrySet().stream()
            .map(each -> List.of(Html.text(each.getKey()), Html.text(each.getValue())))
            .toList());
  }

  private static String between(@Nullable Instant from, @Nullable Instant until) {
    return from == null || until == null ? "" : Html.duration(Duration.between(from, until));
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String style() {
    try (InputStream css = Objects.requireNonNull(RunPage.class.getResourceAsStream("run.css"))) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
