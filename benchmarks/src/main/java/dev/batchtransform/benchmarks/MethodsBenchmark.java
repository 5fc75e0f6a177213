package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.method.DoubleArrays;
import dev.batchtransform.benchmarks.method.FloatArrays;
import dev.batchtransform.benchmarks.method.Records;
import dev.batchtransform.benchmarks.method.RowLogs;
import dev.batchtransform.benchmarks.method.StructuralScan;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.benchmarks.report.Timing;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Methods in which a row spends its time, by JMH, each in a JVM of its own. */
final class MethodsBenchmark implements Benchmark {
  private static final Map<Class<?>, Pair> PAIRS =
      Map.of(
          Records.class, new Pair("record of a row", "the encoder", "JacksonGenerator"),
          FloatArrays.class, new Pair("384 floats", "scan and parse", "Jackson's parser"),
          DoubleArrays.class, new Pair("384 doubles", "scan and parse", "Jackson's parser"),
          StructuralScan.class, new Pair("end of an answer", "structural scan", "Jackson's parser"),
          RowLogs.class, new Pair("row to a log and back", "row log", "Spark's shuffle, zstd"));

  /** What is compared, in words. */
  private record Pair(String work, String ours, String theirs) {}

  @Override
  public String name() {
    return "methods";
  }

  /** {@inheritDoc} Calls that a time is given for. */
  @Override
  public long defaultRows() {
    return 1_000_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) throws IOException {
    Map<String, RunResult> results = measure(effort);
    return new Report(
        PAIRS.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.comparing(Pair::work)))
            .map(pair -> comparison(pair.getKey(), pair.getValue(), results, effort.rows()))
            .toList(),
        List.of(),
        List.of("By JMH: seconds of one thread for so many calls, a round is an iteration."));
  }

  private static Map<String, RunResult> measure(Effort effort) throws IOException {
    // Its lock is a file that any user of the machine may have left.
    System.setProperty("jmh.ignoreLock", "true");
    Options options =
        new OptionsBuilder()
            .include(FloatArrays.class.getPackageName().replace(".", "\\.") + "\\..*")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(effort.warmUps() == 0 ? 0 : 1)
            .warmupIterations(effort.warmUps())
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(effort.rounds())
            .measurementTime(
                effort.warmUps() == 0 ? TimeValue.milliseconds(50) : TimeValue.seconds(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      return new Runner(options)
          .run().stream()
              .collect(
                  Collectors.toMap(result -> result.getParams().getBenchmark(), result -> result));
    } catch (RunnerException failure) {
      throw new IOException("A method could not be measured", failure);
    }
  }

  private static Comparison comparison(
      Class<?> type, Pair pair, Map<String, RunResult> results, long calls) {
    return new Comparison(
        pair.work(),
        calls,
        0,
        new Timing(pair.ours(), seconds(results, type, "ours", calls)),
        new Timing(pair.theirs(), seconds(results, type, "theirs", calls)));
  }

  private static List<Double> seconds(
      Map<String, RunResult> results, Class<?> type, String method, long calls) {
    RunResult result = results.get(type.getName() + "." + method);
    if (result == null) {
      throw new IllegalStateException("JMH has not run " + type.getName() + "." + method);
    }
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .map(IterationResult::getPrimaryResult)
        .map(nanos -> nanos.getScore() * calls / 1e9)
        .toList();
  }
}
