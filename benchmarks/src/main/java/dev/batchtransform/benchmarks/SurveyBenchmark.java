package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.model.Labels;
import dev.batchtransform.benchmarks.model.RandomEmbeddings;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.spark.internal.run.wave.SurveyOfRun;
import dev.batchtransform.spark.model.LocalModel;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Looking through the outputs of a wave before they are trusted, their type inferred, against one
 * read of the answers that they hold.
 */
final class SurveyBenchmark implements Benchmark {
  private static final int SMALL_ANSWERS_PER_EMBEDDING = 10;

  @Override
  public String name() {
    return "survey";
  }

  /** {@inheritDoc} With embeddings; there are ten times as many with small answers. */
  @Override
  public long defaultRows() {
    return 60_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) {
    return new Report(
        List.of(
            compare(
                workspace,
                effort,
                "embeddings",
                effort.rows(),
                RandomEmbeddings.class,
                RandomEmbeddings.SCHEMA),
            compare(
                workspace,
                effort,
                "one string",
                effort.rows() * SMALL_ANSWERS_PER_EMBEDDING,
                Labels.class,
                Labels.SCHEMA)),
        List.of(),
        List.of("A ratio of 5 means that the survey takes a fifth of a read."));
  }

  private static Comparison compare(
      Workspace workspace,
      Effort effort,
      String answers,
      long rows,
      Class<? extends LocalModel> model,
      String type) {
    String folder = answers.replace(' ', '-');
    Dataset<Row> catalog =
        workspace.stored("catalog-" + folder, GeneratedRows.catalog(workspace.spark(), rows));
    ScoredRun run = ScoredRun.of(catalog, workspace.path("runs-" + folder), model, type);
    SurveyOfRun survey = new SurveyOfRun(workspace.spark(), run.stagingPath(), ScoredRun.ID);
    return effort
        .sideBySide()
        .compare(
            answers,
            rows,
            survey.bytes(),
            Side.of("survey after the wave", () -> survey(survey, rows)),
            Side.of(
                "one read of the answers", () -> WholeRead.of(run.result().select("prediction"))));
  }

  private static void survey(SurveyOfRun survey, long rows) {
    long found = survey.answers();
    if (found != rows) {
      throw new IllegalStateException("%d answers to %d records".formatted(found, rows));
    }
  }
}
