package dev.batchtransform.examples;

import static org.apache.spark.sql.functions.expr;

import dev.batchtransform.examples.catalog.CatalogDataFrame;
import dev.batchtransform.examples.catalog.WordNetCatalog;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.RunPlan;
import dev.batchtransform.spark.TransformRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One piece of code for small data and for large: what is small goes to the container itself, what
 * is large becomes a transform job, and what bad rows leave of a job goes to the container again.
 */
@Command(
    name = "SmallBatchLocally",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lets the size of the data decide where it is scored.")
public final class SmallBatchLocally implements Callable<Integer> {
  private static final String MODEL = "catalog-embedder";

  @Option(names = "--few", paramLabel = "N", description = "Items of the small run. Default: 200.")
  private int few = 200;

  @Option(
      names = "--many",
      paramLabel = "N",
      description = "Items of the large run. Default: 2000.")
  private int many = 2_000;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "Keep what is stored in DIR. Default: a temporary directory, deleted at the end.")
  private @Nullable Path keep;

  SmallBatchLocally() {}

  /** Runs the example; see {@code --help}. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new SmallBatchLocally()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    try (ExampleEnvironment environment = ExampleEnvironment.start(Optional.ofNullable(keep))) {
      environment.createModel(MODEL);
      Dataset<Row> catalog =
          CatalogDataFrame.of(environment.spark(), WordNetCatalog.load().balanced(many));
      Dataset<Row> some = catalog.orderBy("id").limit(few);

      Page.heading("A few items");
      TransformRun small = score(some, environment);
      Page.heading("Many items");
      TransformRun large = score(catalog, environment);
      Page.heading("Many items, one in twenty without a title");
      TransformRun spoilt = score(withoutSomeTitles(catalog), environment);

      Page.heading("Who has scored them does not show");
      long same =
          small
              .result()
              .as("one")
              .join(large.result().as("other"), "id")
              .where("one.prediction = other.prediction")
              .count();
      Page.text("%,d of %,d items have the same answer from both".formatted(same, few));
      Page.text(
          "%,d of the spoilt items failed, and the run took %d job"
              .formatted(spoilt.status().failedRows(), spoilt.status().jobs().size()));
      environment.printWhereEverythingLies();
    }
    return CommandLine.ExitCode.OK;
  }

  private TransformRun score(Dataset<Row> items, ExampleEnvironment environment)
      throws IOException {
    BatchTransform transform =
        BatchTransform.on(items)
            .option("executor", "auto")
            .option("model", MODEL)
            .option("localModel", environment.container().toString())
            .option("localMaxRows", Integer.toString(few))
            .option("stagingPath", environment.stagingPath())
            .option("inputColumns", "title,description")
            .option("resultSchema", "embedding array<float>, tokens int")
            .option("endpointUrl", environment.sageMakerEndpoint().toString())
            .option("region", environment.region())
            .option("pollInterval", "1s");
    RunPlan plan = transform.plan();
    Page.text(
        "%s, since %s".formatted(plan.executor(), plan.executorReason().orElse("it was given")));
    return transform.start().await();
  }

  /** The container refuses an item without a title. */
  private static Dataset<Row> withoutSomeTitles(Dataset<Row> catalog) {
    return catalog.withColumn("title", expr("IF(offset % 20 = 0, NULL, title)"));
  }
}
