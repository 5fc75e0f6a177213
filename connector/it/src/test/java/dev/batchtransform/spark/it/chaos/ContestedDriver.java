package dev.batchtransform.spark.it.chaos;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.driver.DriverOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;

/**
 * A driver in a process of its own that does one write after another. It reads what to write from
 * standard input, a line of JSON each, and says {@code ended} on standard output; where the write
 * is to be struck it says {@code reached} and stands still until a line {@code go} comes.
 */
final class ContestedDriver {
  static final String REACHED = "driver: reached";
  static final String ENDED = "driver: ended";
  static final String GO = "go";

  private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

  private final SparkSession spark;
  private final Semaphore gate = new Semaphore(0);

  private ContestedDriver(Map<String, String> settings) {
    SparkSession.Builder builder = SparkSession.builder();
    settings.forEach(builder::config);
    this.spark = builder.getOrCreate();
  }

  public static void main(String[] arguments) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      ContestedDriver driver =
          new ContestedDriver(ChaosRun.MAPPER.readValue(lines.readLine(), SETTINGS));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        driver.obey(line);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private void obey(String line) throws IOException {
    if (line.equals(GO)) {
      gate.release();
    } else {
      JsonNode write = ChaosRun.MAPPER.readTree(line);
      new Thread(() -> write(write), "write").start();
    }
  }

  private void write(JsonNode write) {
    FaultPoint point = FaultPoint.valueOf(write.path("point").asText());
    AtomicInteger left = new AtomicInteger(write.path("nth").asInt());
    FaultPoint.handle(
        reached -> {
          if (reached == point && left.decrementAndGet() == 0) {
            DriverOutput.say(REACHED);
            gate.acquireUninterruptibly();
          }
        });
    try {
      spark.conf().set(MixedChaosRun.MOST_FILES, write.path("mostFiles").asText());
      MixedChaosRun.rows(
              spark,
              ChaosRun.MAPPER.convertValue(
                  write.path("kinds"), new TypeReference<List<String>>() {}),
              write.path("partitions").asInt(),
              0)
          .write()
          .format("sagemaker")
          .options(ChaosRun.MAPPER.convertValue(write.path("options"), SETTINGS))
          .mode("append")
          .save();
      DriverOutput.say(ENDED);
    } catch (Exception failure) {
      // SparkException is checked, and Scala does not declare it.
      DriverOutput.say(ENDED + " " + failure);
    }
  }
}
