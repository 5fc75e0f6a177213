package dev.batchtransform.spark.it.driver;

import dev.batchtransform.spark.internal.fault.FaultPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A driver that does several writes at once, each in a thread of its own. It tells on standard
 * output what becomes of them, and takes the command {@code stop} (Spark) on standard input; when
 * that ends, so does the process.
 */
public final class DriverMain {
  static final String SPARK = "spark.";
  static final String OPTION = "option.";
  static final String RUN = "run.";

  /** Spark hands a thread's local properties to the tasks of its jobs. */
  private static final String RUN_OF_TASK = "tests.run";

  private final Map<String, DriverRun> runs = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
  private final Properties settings = new Properties();

  private DriverMain(Path settingsFile) throws IOException {
    try (Reader reader = Files.newBufferedReader(settingsFile)) {
      settings.load(reader);
    }
    settings(RUN).forEach((runId, text) -> runs.put(runId, DriverRun.of(runId, text)));
  }

  public static void main(String[] arguments) throws IOException {
    new DriverMain(Path.of(arguments[0])).work();
    Runtime.getRuntime().halt(0);
  }

  private void work() throws IOException {
    SparkSession.Builder builder = SparkSession.builder();
    settings(SPARK).forEach((key, value) -> builder.config(SPARK + key, value));
    SparkSession spark = builder.getOrCreate();
    FaultPoint.handle(this::reached);
    runs.values().forEach(run -> new Thread(() -> write(spark, run), run.runId()).start());
    try (BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (commands.readLine() != null) {
        spark.stop();
        DriverOutput.say("stopped");
      }
    }
  }

  private void write(SparkSession spark, DriverRun run) {
    spark.sparkContext().setLocalProperty(RUN_OF_TASK, run.runId());
    try {
      run.rows(spark)
          .write()
          .format("sagemaker")
          .options(settings(OPTION))
          .option("runId", run.runId())
          .mode("append")
          .save();
      DriverOutput.say("completed " + run.runId());
    } catch (Exception failure) {
      // SparkException is checked, and Scala does not declare it.
      DriverOutput.say("failed " + run.runId() + " " + failure.getMessage());
    }
  }

  private void reached(FaultPoint point) {
    TaskContext task = TaskContext.get();
    @Nullable String runId =
        task == null ? Thread.currentThread().getName() : task.getLocalProperty(RUN_OF_TASK);
    @Nullable DriverRun run = runId == null ? null : runs.get(runId);
    if (run != null
        && run.point() == point
        && times.computeIfAbsent(runId, any -> new AtomicInteger()).incrementAndGet()
            == run.occurrence()) {
      DriverOutput.say("reached " + runId);
      standStill();
    }
  }

  private static void standStill() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private Map<String, String> settings(String prefix) {
    return settings.stringPropertyNames().stream()
        .filter(name -> name.startsWith(prefix))
        .collect(Collectors.toMap(name -> name.substring(prefix.length()), settings::getProperty));
  }
}
