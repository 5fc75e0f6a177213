package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.TransformExecutor;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.options.JoinMode;
import dev.batchtransform.spark.internal.options.OnFailure;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.session.LocalProperty;
import dev.batchtransform.spark.internal.text.Plural;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Runs a wave as a Spark job, a task for each file or few of them, each calling the model that the
 * option {@code localModel} names: a server that speaks SageMaker's container contract, an endpoint
 * of SageMaker, or a {@link LocalModel} in the executor's own process. No job is paid, and there is
 * no job name.
 *
 * <p>A wave that is started again, after the driver was lost, transforms only the files that have
 * no output yet.
 */
public final class LocalExecutor implements TransformExecutor {

  /** How long {@link #validate()} waits for a server to become healthy. */
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(10);

  /** Beyond it tasks take several files: Spark needs longer for a task than for a small file. */
  private static final int MOST_TASKS = 1_000;

  /** Without it a cancelled task would wait for its requests' answers. */
  private static final String INTERRUPT = "spark.job.interruptOnCancel";

  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final TransformOptions options;
  private final String model;
  private final boolean stopOnCancel;
  private volatile @Nullable RunningWave running;

  /**
   * @throws InvalidOptionException when {@code localModel} is missing
   */
  public LocalExecutor(JavaSparkContext context, Configuration hadoop, TransformOptions options) {
    this.context = context;
    this.hadoop = hadoop;
    this.options = options;
    this.model = options.get(OptionTable.LOCAL_MODEL);
    this.stopOnCancel = options.get(OptionTable.STOP_ON_CANCEL);
  }

  /**
   * {@inheritDoc} A server has ten seconds to answer {@code GET /ping} with 200; an endpoint that
   * is being created is waited for.
   */
  @Override
  public void validate() {
    // Reads the filters of DataProcessing, too.
    LocalEngineSpec spec = LocalEngineSpec.of(options);
    try {
      if (spec.endpoint() == null) {
        LocalModels.check(model, READY_TIMEOUT);
      } else {
        new EndpointCheck(options, spec.endpoint()).check();
      }
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new TransformRunException(
          "Interrupted while waiting for the model to be ready.", failure);
    }
  }

  @Override
  public boolean runsOnItsOwn() {
    return false;
  }

  /** Each response is counted against its request. A joined answer names its record anyway. */
  @Override
  public boolean provesAnswerCounts() {
    return options.get(OptionTable.JOIN) == JoinMode.POSITION;
  }

  @Override
  public boolean seesEachRecord() {
    return true;
  }

  @Override
  public RunningWave start(Wave wave) {
    List<String[]> files =
        wave.files().stream()
            .map(
                file ->
                    LocalFileTask.argument(
                        file, wave.layout().input(file), wave.layout().output(wave.index(), file)))
            .toList();
    try {
      CollectionAccumulator<LocalFileResult> results = context.sc().collectionAccumulator();
      LocalFileTask task =
          new LocalFileTask(
              LocalEngineSpec.of(wave.options(options)),
              keepsAnswers(wave),
              context.broadcast(new SerializableConfiguration(hadoop)),
              results);
      LocalWave started = new LocalWave(wave, submit(wave, files, task), results, stopOnCancel);
      running = started;
      return started;
    } catch (IllegalStateException failure) {
      throw new WaveRefusedException(
          "Cannot start wave "
              + wave.index()
              + " because Spark refused its job: "
              + failure.getMessage(),
          failure);
    }
  }

  /**
   * With {@code onFailure=retry} a file is sent again whole, and what is too large for requests
   * that were made smaller may pass later. Keys and numbered answers are proven of whole files.
   */
  private boolean keepsAnswers(Wave wave) {
    return options.get(OptionTable.ON_FAILURE) != OnFailure.RETRY
        && wave.maxPayloadInMB().isEmpty()
        && options.get(OptionTable.JOIN) == JoinMode.POSITION
        && options.find(OptionTable.ANSWER_KEY).isEmpty();
  }

  @Override
  public Optional<RunningWave> find(Wave wave) {
    return Optional.empty();
  }

  /** The caller's own job group stays, so that cancelling the group cancels this job too. */
  private JavaFutureAction<Void> submit(Wave wave, List<String[]> files, LocalFileTask task) {
    LocalProperty description =
        LocalProperty.description(
            context.sc(),
            "Score %s of run %s, wave %d"
                .formatted(Plural.of(files.size(), "file"), wave.runId(), wave.index()));
    LocalProperty interrupt = LocalProperty.set(context.sc(), INTERRUPT, "true");
    try {
      int tasks = Math.max(1, Math.min(files.size(), MOST_TASKS));
      return context.parallelize(files, tasks).foreachAsync(task);
    } finally {
      interrupt.restore();
      description.restore();
    }
  }

  /**
   * {@inheritDoc} A wave that has not ended is stopped: nobody would settle it, and the next driver
   * starts it again. Engines belong to their processes.
   */
  @Override
  public void close() {
    RunningWave last = running;
    if (last != null) {
      last.stop();
    }
  }
}
