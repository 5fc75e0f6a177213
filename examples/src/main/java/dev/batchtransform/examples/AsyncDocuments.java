package dev.batchtransform.examples;

import dev.batchtransform.examples.container.DocumentContainer;
import dev.batchtransform.examples.documents.DocumentsDataFrame;
import dev.batchtransform.examples.documents.Licence;
import dev.batchtransform.examples.documents.LicenceTexts;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Reads long documents, seconds each, with an asynchronous endpoint that sleeps until there is
 * something to read; one of them cannot be read. Then shows that each answer is its own document's.
 */
@Command(
    name = "AsyncDocuments",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Reads long documents with an asynchronous endpoint that scales to zero.")
public final class AsyncDocuments implements Callable<Integer> {
  private static final String MODEL = "document-reader";

  /** On AWS an application's scaling policy does this; see examples/terraform/async-endpoint. */
  private static final Map<String, String> SCALED_TO_ZERO =
      Map.of("emulator.asyncScaleToZero", "true", "emulator.asyncWakeUpDelay", "5s");

  @Option(
      names = "--documents",
      paramLabel = "N",
      description = "Documents to read, the longest licences first. Default: 24.")
  private int documents = 24;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "Keep what is stored in DIR. Default: a temporary directory, deleted at the end.")
  private @Nullable Path keep;

  AsyncDocuments() {}

  /** Runs the example; see {@code --help}. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new AsyncDocuments()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    try (ExampleEnvironment environment =
        ExampleEnvironment.start(Optional.ofNullable(keep), SCALED_TO_ZERO)) {
      environment.createModel(MODEL, DocumentContainer.class);
      Page.heading("The documents: licences of open-source software, and a page that was scanned");
      List<Licence> licences = LicenceTexts.load().longest(documents);
      Dataset<Row> library = DocumentsDataFrame.withOneScan(environment.spark(), licences);
      Page.table(library, 5);

      int cores = Runtime.getRuntime().availableProcessors();
      try (AsyncEndpoint endpoint =
          AsyncEndpoint.create(
              environment.sageMakerClient(), MODEL, environment.endpointPath(), cores)) {
        Page.heading("The endpoint sleeps");
        Page.text("%s: %s".formatted(MODEL, endpoint.describe()));

        Page.heading("The run");
        ReadingTimes times = ReadingTimes.start();
        TransformRun run = transform(library, environment).start();
        times.staged();
        endpoint.awaitInstance();
        times.awake();
        Page.text("The endpoint is awake: %s".formatted(endpoint.describe()));
        run.await();
        times.answered();

        DocumentReport report = DocumentReport.of(run.result(), licences.size() + 1);
        report.print();
        times.print(report, cores, environment.calls("sagemaker:InvokeEndpointAsync"));
      }
      environment.printWhereEverythingLies();
    }
    return CommandLine.ExitCode.OK;
  }

  private static BatchTransform transform(Dataset<Row> library, ExampleEnvironment environment) {
    return BatchTransform.on(library)
        .option("executor", "async")
        .option("endpointName", MODEL)
        .option("stagingPath", environment.stagingPath())
        .option("inputColumns", "text")
        // A request per document: each takes seconds, and one that fails takes no other with it.
        .option("batchStrategy", "SingleRecord")
        .option(
            "resultSchema",
            "embedding array<float>, key_sentences array<string>, sentences int, seconds double")
        .option("endpointUrl", environment.sageMakerEndpoint().toString())
        .option("region", environment.region())
        .option("pollInterval", "500ms");
  }
}
