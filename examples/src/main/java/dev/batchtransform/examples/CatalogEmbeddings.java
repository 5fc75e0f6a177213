package dev.batchtransform.examples;

import dev.batchtransform.examples.catalog.CatalogDataFrame;
import dev.batchtransform.examples.catalog.CatalogItem;
import dev.batchtransform.examples.catalog.WordNetCatalog;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Embeds a catalog with a SageMaker model and joins the answers back on, then shows by the items'
 * nearest neighbours that each answer is on its own row.
 */
@Command(
    name = "CatalogEmbeddings",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Embeds a catalog of things with a model and looks at what lies near what.")
public final class CatalogEmbeddings implements Callable<Integer> {
  private static final String MODEL = "catalog-embedder";

  @ArgGroup private final Size size = new Size();

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "Keep what is stored in DIR. Default: a temporary directory, deleted at the end.")
  private @Nullable Path keep;

  CatalogEmbeddings() {}

  /** How much of WordNet to embed. */
  private static final class Size {
    @Option(
        names = "--rows",
        paramLabel = "N",
        description = "Items to embed, from ten categories. Default: 4000.")
    private int rows = 4_000;

    @Option(names = "--all", description = "Embed all 117,791 items, of 45 categories.")
    private boolean all;

    List<CatalogItem> items() {
      WordNetCatalog catalog = WordNetCatalog.load();
      return all ? catalog.all() : catalog.balanced(rows);
    }
  }

  /** Runs the example; see {@code --help}. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new CatalogEmbeddings()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Page.heading("The catalog: WordNet 3.1");
    List<CatalogItem> items = size.items();
    try (ExampleEnvironment environment = ExampleEnvironment.start(Optional.ofNullable(keep))) {
      environment.createModel(MODEL);
      Dataset<Row> catalog = CatalogDataFrame.of(environment.spark(), items);
      Page.table(catalog, 5);

      BatchTransform transform =
          BatchTransform.on(catalog)
              .option("model", MODEL)
              .option("stagingPath", environment.stagingPath())
              .option("inputColumns", "title,description")
              .option("batchStrategy", "MultiRecord")
              .option("resultSchema", "embedding array<float>, tokens int")
              .option("endpointUrl", environment.sageMakerEndpoint().toString())
              .option("region", environment.region())
              .option("pollInterval", "1s");

      Page.heading("The plan: nothing is staged and nothing is started");
      Page.text(transform.plan().toString());

      Page.heading("The run");
      TransformRun run = transform.start();
      run.await();
      Dataset<Row> scored = run.result();

      Page.heading("The joined rows: every column of the catalog, then the model's answer");
      Page.table(
          scored.selectExpr(
              "id",
              "title",
              "category",
              "offset",
              "slice(prediction.embedding, 1, 3) AS embedding_begins",
              "prediction.tokens",
              "prediction_error"),
          8);

      EmbeddingReport.of(scored, items.size()).print();
      environment.printWhereEverythingLies();
    }
    return CommandLine.ExitCode.OK;
  }
}
