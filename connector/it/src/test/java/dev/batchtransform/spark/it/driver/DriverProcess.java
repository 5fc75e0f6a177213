package dev.batchtransform.spark.it.driver;

import dev.batchtransform.spark.it.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A driver in a JVM of its own, with the sandbox's S3 server and SageMaker, which stay when it
 * goes.
 */
public final class DriverProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final BlockingQueue<Optional<String>> said = new LinkedBlockingQueue<>();
  private final List<String> lines = new ArrayList<>();
  private final Path log;

  private DriverProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Thread listener = new Thread(this::listen, "listens to " + log);
    listener.setDaemon(true);
    listener.start();
  }

  /** Starts a driver that does these writes at once. */
  public static DriverProcess start(
      Sandbox sandbox, Map<String, String> options, List<DriverRun> runs) {
    try {
      Path folder =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target", "drivers").toAbsolutePath()), "driver-");
      Properties settings = new Properties();
      spark(sandbox, folder).forEach(settings::setProperty);
      options.forEach((name, value) -> settings.setProperty(DriverMain.OPTION + name, value));
      runs.forEach(run -> settings.setProperty(DriverMain.RUN + run.runId(), run.text()));
      Path file = folder.resolve("driver.properties");
      try (Writer writer = Files.newBufferedWriter(file)) {
        settings.store(writer, null);
      }
      Path log = folder.resolve("driver.log");
      return new DriverProcess(
          new ProcessBuilder(Jvm.command(DriverMain.class, List.of(file.toString())))
              .redirectError(log.toFile())
              .start(),
          log);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** SIGKILL of a driver that does these writes, once each stands still where it shall. */
  public static void killed(Sandbox sandbox, Map<String, String> options, List<DriverRun> runs)
      throws IOException, InterruptedException {
    try (DriverProcess driver = start(sandbox, options, runs)) {
      driver.awaitLines(runs.stream().map(run -> "reached " + run.runId()).toList());
      driver.kill();
    }
  }

  /** Waits until the driver has said all of these, in whatever order. */
  public void awaitLines(List<String> expected) throws IOException {
    while (!lines.containsAll(expected)) {
      next(expected);
    }
  }

  /** Waits for a line that begins so, and returns it. */
  public String awaitLine(String beginning) throws IOException {
    while (lines.stream().noneMatch(line -> line.startsWith(beginning))) {
      next(List.of(beginning));
    }
    return lines.stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  /** {@code SparkSession.stop()} in the driver; returns when it has returned. */
  public void stopSpark() throws IOException {
    Writer commands = process.outputWriter(StandardCharsets.UTF_8);
    commands.write("stop\n");
    commands.flush();
    awaitLine("stopped");
  }

  /** SIGTERM, as Ctrl-C or a cluster manager ends a driver. */
  public void terminate() throws InterruptedException {
    // Process.destroy() would close the driver's standard input too.
    boolean unused = process.toHandle().destroy();
    process.waitFor();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void next(List<String> expected) throws IOException {
    try {
      Optional<String> line = said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError(
            "The driver has not said all of %s in %s; it said %s. Its log is %s"
                .formatted(expected, PATIENCE, lines, log));
      }
      lines.add(
          line.orElseThrow(
              () ->
                  new AssertionError(
                      "The driver has ended before it said all of %s; it said %s. Its log is %s"
                          .formatted(expected, lines, log))));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while the driver was to say " + expected);
    }
  }

  /** A pipe cannot be read with a limit. No line means that there are no more. */
  private void listen() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().map(Optional::of).forEach(said::add);
    } catch (IOException | UncheckedIOException ended) {
      // The process is gone, or was closed.
    } finally {
      said.add(Optional.empty());
    }
  }

  /** Spark's settings in a driver that keeps its files in {@code folder}. */
  public static Map<String, String> spark(Sandbox sandbox, Path folder) {
    Map<String, String> spark = new HashMap<>();
    spark.put("spark.master", "local[24]");
    spark.put("spark.app.name", "driver");
    spark.put("spark.ui.enabled", "false");
    spark.put("spark.driver.host", "127.0.0.1");
    spark.put("spark.driver.bindAddress", "127.0.0.1");
    spark.put("spark.local.dir", folder.resolve("spark").toString());
    spark.put("spark.sql.warehouse.dir", folder.resolve("warehouse").toString());
    spark.put("spark.hadoop.fs.s3a.buffer.dir", folder.resolve("s3a").toString());
    sandbox.hadoopConf().forEach((key, value) -> spark.put("spark.hadoop." + key, value));
    return spark;
  }
}
