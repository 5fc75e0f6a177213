package dev.batchtransform.spark.it.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.batchtransform.spark.it.driver.DriverProcess;
import dev.batchtransform.spark.it.driver.Jvm;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;

/** The process of a {@link ContestedDriver}, which can be suspended, woken and killed. */
final class ContestedProcess implements AutoCloseable {

  /**
   * Something that a driver has said.
   *
   * @param by who said it
   * @param line {@code reached}, {@code ended} with what the write failed with, if it did, or
   *     {@code gone} for a process that has ended
   */
  record Said(ContestedProcess by, String line) {}

  static final String GONE = "gone";

  /** So short that one need not wait long for the run of a driver that is suspended. */
  private static final String CLAIM_EXPIRY = "3s";

  private final Process process;
  private final Writer commands;

  private ContestedProcess(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts a driver.
   *
   * @param kryo whether Spark serializes with Kryo there
   * @param saidByAll gets what it says
   */
  static ContestedProcess start(Sandbox sandbox, boolean kryo, BlockingQueue<Said> saidByAll) {
    try {
      Path folder =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target", "drivers").toAbsolutePath()), "contested-");
      Process process =
          new ProcessBuilder(Jvm.command(ContestedDriver.class, List.of()))
              .redirectError(folder.resolve("driver.log").toFile())
              .start();
      ContestedProcess started = new ContestedProcess(process);
      started.tell(json(settings(sandbox, folder, kryo)));
      Thread listener =
          new Thread(() -> started.listen(saidByAll, folder.resolve("driver.out")), "listener");
      listener.setDaemon(true);
      listener.start();
      return started;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<String, String> settings(Sandbox sandbox, Path folder, boolean kryo) {
    Map<String, String> settings = new HashMap<>(DriverProcess.spark(sandbox, folder));
    sandbox.faultyHadoopConf().forEach((key, value) -> settings.put("spark.hadoop." + key, value));
    settings.put("spark.master", "local[2]");
    settings.put("spark.hadoop.dev.batchtransform.claim.expiry", CLAIM_EXPIRY);
    if (kryo) {
      settings.put("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    }
    return settings;
  }

  static String json(Object value) {
    try {
      return ChaosRun.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void tell(String line) {
    try {
      commands.write(line + "\n");
      commands.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** SIGSTOP: nothing of it runs any more, not even what would say that it lives. */
  void suspend() {
    signal("STOP");
  }

  /** SIGCONT, and the driver goes on from where it stands still. */
  void wake() {
    signal("CONT");
    tell(ContestedDriver.GO);
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill();
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .onExit()
              .join()
              .exitValue();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " has failed");
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void listen(BlockingQueue<Said> saidByAll, Path log) {
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Writer copy = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        copy.append(line).append('\n').flush();
        // The rest is Spark's log.
        if (line.startsWith(ContestedDriver.REACHED) || line.startsWith(ContestedDriver.ENDED)) {
          saidByAll.add(new Said(this, line));
        }
      }
    } catch (IOException killed) {
      // There is nothing more to hear.
    }
    saidByAll.add(new Said(this, GONE));
  }
}
