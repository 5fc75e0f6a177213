package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.report.FiguresPage;
import dev.batchtransform.benchmarks.report.Machine;
import dev.batchtransform.benchmarks.report.RegressionGuard;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.benchmarks.report.ResultsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one benchmark. The script {@code run-benchmarks} starts it once for each. */
@Command(
    name = "run-benchmarks",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "./run-benchmarks [name ...] [options], or ./run-benchmarks --list",
    description =
        "Times the connector against what a user would pick instead, in one JVM, in alternating"
            + " rounds.")
final class Benchmarks implements Callable<Integer> {
  /** All there are, in the order of {@code benchmarks.txt}, which says what each asks. */
  static final List<Benchmark> ALL =
      List.of(
          new StagingBenchmark(),
          new EncoderBenchmark(),
          new MethodsBenchmark(),
          new ReadingBenchmark(),
          new SmallFilesBenchmark(),
          new PlanningBenchmark(),
          new SurveyBenchmark(),
          new MillionRowsBenchmark(),
          new GrowthBenchmark(),
          new IsolationBenchmark(),
          new LocalBenchmark(),
          new LevelBenchmark());

  private static final int MAX_ROUNDS = 1000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "name", description = "A benchmark; all when there is none.")
  private String name = "";

  @Option(
      names = "--rows",
      paramLabel = "n",
      description = "Rows of its data. Default: enough for rounds of some seconds.")
  private @Nullable Long rows;

  @Option(
      names = "--rounds",
      paramLabel = "n",
      defaultValue = "5",
      description = "Rounds of each side that count. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-ups",
      paramLabel = "n",
      defaultValue = "2",
      description = "Rounds of each side before those. Default: ${DEFAULT-VALUE}.")
  private int warmUps;

  @Option(
      names = "--s3",
      description = "Keep files on a local S3 server, through S3A. Default: on the local disk.")
  private boolean s3;

  @Option(
      names = "--emulator",
      description =
          "million: run through the emulated SageMaker too. Its files are on S3, so it implies"
              + " --s3.")
  private boolean emulator;

  @Option(
      names = "--long",
      description =
          "growth: up to 100 million rows, which takes most of an hour and 60 GB of disk.")
  private boolean toTheEnd;

  @Option(
      names = "--guard",
      description = "Fail where a ratio has fallen below its floor, or has none.")
  private boolean guard;

  @Option(
      names = "--write",
      description = "Write the result into benchmarks/results.json and docs/performance.md.")
  private boolean write;

  @Option(
      names = "--conf",
      paramLabel = "key=value",
      description = "A setting of Spark's, such as spark.hadoop.fs.s3a.fast.upload.buffer=array.")
  private Map<String, String> conf = Map.of();

  /** Given by the script, where it could make that Python. */
  @Option(names = "--python", paramLabel = "FILE", hidden = true)
  private Optional<Path> python = Optional.empty();

  /** Given by the script: the project's root. */
  @Option(names = "--root", paramLabel = "FOLDER", hidden = true)
  private Path root = Path.of("");

  /** Given by the script. */
  @Option(names = "--results", paramLabel = "FILE", hidden = true, required = true)
  private Path results = Path.of("");

  public static void main(String[] args) {
    System.exit(new CommandLine(new Benchmarks()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Benchmark benchmark = named();
    Effort effort =
        new Effort(
            atLeast(1, "--rows", rows == null ? rowsOf(benchmark) : rows),
            (int) Math.min(MAX_ROUNDS, atLeast(0, "--warm-ups", warmUps)),
            (int) Math.min(MAX_ROUNDS, atLeast(1, "--rounds", rounds)),
            s3 || emulator,
            emulator,
            python);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: %s%s%n", benchmark.name(), effort.text(), conf.isEmpty() ? "" : ", " + conf);
    out.flush();
    Path work = results.toAbsolutePath().resolveSibling("work");
    try (Workspace workspace = new Workspace(work, benchmark.master(), effort.s3(), conf)) {
      Machine machine = Machine.current(workspace.spark().version());
      out.print(machine.text());
      out.flush();
      Report report = benchmark.run(workspace, effort);
      out.println(report.text());
      out.flush();
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      String measured = benchmark.name() + (emulator ? " --emulator" : s3 ? " --s3" : "");
      new ResultsFile(results).put(measured, now, machine, effort, report);
      if (write) {
        Path kept = root.resolve("benchmarks/results.json");
        new ResultsFile(kept).put(measured, now, machine, effort, report);
        FiguresPage.in(root).write();
      }
      return guard ? guarded(measured, report, out) : CommandLine.ExitCode.OK;
    }
  }

  private static int guarded(String measured, Report report, PrintWriter out) throws IOException {
    List<String> problems = RegressionGuard.load().problems(measured, report);
    problems.forEach(problem -> out.println("  GUARD: " + problem));
    out.flush();
    return problems.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private long rowsOf(Benchmark benchmark) {
    return toTheEnd ? benchmark.longRows() : benchmark.defaultRows();
  }

  private Benchmark named() {
    return ALL.stream()
        .filter(benchmark -> benchmark.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    "There is no benchmark '%s'. There are: %s."
                        .formatted(
                            name,
                            ALL.stream().map(Benchmark::name).collect(Collectors.joining(", ")))));
  }

  private long atLeast(long least, String option, long value) {
    if (value < least) {
      throw refused("Option '%s' is %d. Give at least %d.".formatted(option, value, least));
    }
    return value;
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
