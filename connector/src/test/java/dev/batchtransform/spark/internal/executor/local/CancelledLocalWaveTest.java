package dev.batchtransform.spark.internal.executor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.WaveProgress;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveResult.State;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wave that somebody no longer wants: it ends, and what is finished stays. */
class CancelledLocalWaveTest {

  private static SparkSession spark;
  private static JavaSparkContext context;

  @TempDir java.nio.file.Path folder;

  private final Queue<WaveProgress> progress = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void startSpark() {
    spark = LocalWaves.spark();
    context = new JavaSparkContext(spark.sparkContext());
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void stopEndsTheWaveAndKeepsWhatIsDone() throws Exception {
    TestModels.Stuck.reset();
    Wave wave = wave("quick", "\"quick\"\n", "stuck", "\"quick\"\n1\n");
    RunningWave running = executor(LocalWaves.model(TestModels.Stuck.class)).start(wave);
    FutureTask<WaveResult> waiting = new FutureTask<>(() -> running.await(progress::add));
    new Thread(waiting).start();
    TestModels.Stuck.asked.await();

    running.stop();

    assertThat(waiting.get().state()).isEqualTo(State.STOPPED);
    TestModels.Stuck.interrupted.await();
    LocalWaves.awaitNoHalfFiles(wave);
    assertThat(LocalWaves.outputs(wave)).doesNotContainKey("stuck.jsonl.out");
    running.stop();
  }

  @Test
  void anInterruptOfTheWaitingThreadStopsTheWave() throws Exception {
    TestModels.Stuck.reset();
    Wave wave = wave("a", "1\n");
    RunningWave running = executor(LocalWaves.model(TestModels.Stuck.class)).start(wave);
    FutureTask<WaveResult> waiting = new FutureTask<>(() -> running.await(progress::add));
    Thread thread = new Thread(waiting);
    thread.start();
    TestModels.Stuck.asked.await();

    thread.interrupt();

    assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
    TestModels.Stuck.interrupted.await();
    assertThat(running.await(progress::add).state()).isEqualTo(State.STOPPED);
  }

  @Test
  void cancellingTheUsersJobGroupStopsTheWave() throws Exception {
    TestModels.Stuck.reset();
    context.setJobGroup("mine", "my cell", false);
    RunningWave running =
        executor(LocalWaves.model(TestModels.Stuck.class)).start(wave("a", "1\n"));
    context.clearJobGroup();
    TestModels.Stuck.asked.await();

    context.cancelJobGroup("mine");

    assertThat(running.await(progress::add).state()).isEqualTo(State.STOPPED);
    TestModels.Stuck.interrupted.await();
  }

  @Test
  void startingAWaveLeavesTheCallersJobPropertiesAlone() throws Exception {
    context.setJobGroup("mine", "my cell", false);
    try {
      executor(LocalWaves.model(TestModels.Echo.class))
          .start(wave("a", "1\n"))
          .await(progress::add);

      assertThat(context.getLocalProperty("spark.job.description")).isEqualTo("my cell");
      assertThat(context.getLocalProperty("spark.job.interruptOnCancel")).isEqualTo("false");
    } finally {
      context.clearJobGroup();
    }
  }

  private LocalExecutor executor(Map<String, String> options) {
    return LocalWaves.executor(context, options);
  }

  private Wave wave(String... namesAndContents) throws IOException {
    return LocalWaves.wave(folder, namesAndContents);
  }
}
