package dev.batchtransform.spark.it.kept;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Makes the kept runs with the connector on its class path, in the folder that is its argument. How
 * it is called is said beside the runs, in {@code src/test/resources/kept/README.md}.
 */
public final class KeepRuns {
  private final SparkSession spark;
  private final Path folder;

  private KeepRuns(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    SparkSession spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
    new KeepRuns(spark, folder).keep();
    spark.stop();
  }

  private void keep() throws Exception {
    KeptModel.REFUSED.addAll(KeptRuns.REFUSED);
    KeptModel.GARBLED.addAll(KeptRuns.GARBLED);
    write(KeptRuns.COMPLETED).score().count();
    KeptModel.reset();
    KeptModel.REFUSED.add(5L);
    write(KeptRuns.RECORD).score().count();
    write(KeptRuns.TEXT).score().count();
    KeptModel.reset();
    stopHalfway(write(KeptRuns.STOPPED).start());
    forgetThePlace();
  }

  private BatchTransform write(String runId) {
    return BatchTransform.on(KeptRuns.rows(spark, runId))
        .options(KeptRuns.options(runId))
        .option("stagingPath", KeptRuns.place(folder));
  }

  private static void stopHalfway(TransformRun run) throws InterruptedException {
    CountDownLatch halfway = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    KeptModel.before(
        id -> {
          if (KeptModel.SEEN.size() >= 9) {
            halfway.countDown();
            awaitQuietly(stopped);
          }
        });
    Thread waiting = new Thread(() -> awaitItsEnd(run));
    waiting.start();
    halfway.await();
    run.stop();
    waiting.join();
    stopped.countDown();
  }

  private static void awaitItsEnd(TransformRun run) {
    try {
      run.await();
    } catch (RuntimeException stopped) {
      System.out.println(stopped.getMessage());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException taskIsKilled) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing of the machine stays in the files. */
  private void forgetThePlace() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      if (file.toString().endsWith(".crc")) {
        Files.delete(file);
      } else if (file.toString().endsWith(".json")) {
        KeptRuns.replace(file, KeptRuns.place(folder), KeptRuns.PLACE);
      }
    }
  }
}
