package dev.batchtransform.emulator.job;

import dev.batchtransform.emulator.container.DelayedModel;
import dev.batchtransform.emulator.container.ModelContainer;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.emulator.log.LogStream;
import dev.batchtransform.emulator.storage.InputListing.Input;
import dev.batchtransform.engine.EngineSettings;
import dev.batchtransform.engine.HttpModel;
import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.LocalModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** One emulated instance of a job: a container and the objects that it is given. */
final class Instance implements Callable<Void> {

  private final int index;
  private final List<Input> inputs;
  private final JobRun run;
  private final String streamName;

  Instance(int index, List<Input> inputs, JobRun run) {
    this.index = index;
    this.inputs = inputs;
    this.run = run;
    String id = "i-" + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
    this.streamName =
        "%s/%s-%d".formatted(run.job().name(), id, run.job().created().toEpochMilli());
  }

  @Override
  public Void call() throws Exception {
    run.job()
        .statistics()
        .assigned(index, inputs.stream().map(input -> input.location().toString()).toList());
    LogStream containerLog = run.context().logs().open(streamName);
    Map<String, String> environment = run.spec().containerEnvironment(run.model().environment());
    try (ModelContainer container = start(environment, containerLog);
        HttpModel http = new HttpModel(container.uri())) {
      awaitPing(container, http);
      ExecutionParameters suggested = suggested(http);
      transform(
          new DelayedModel(http, run.context().settings().requestLatency()),
          EngineSettings.resolve(run.spec().defaults(), run.spec().requested(), suggested));
    }
    return null;
  }

  private ModelContainer start(Map<String, String> environment, LogStream log)
      throws JobFailedException {
    try {
      return ModelContainer.start(run.model().image(), environment, log::append);
    } catch (IOException | IllegalArgumentException failure) {
      throw new JobFailedException("ClientError: " + failure.getMessage());
    }
  }

  private void awaitPing(ModelContainer container, HttpModel model)
      throws InterruptedException, JobFailedException {
    boolean stuck =
        run.context().faults().take(Fault.StuckPing.class, run.job().name()).isPresent();
    if (!container.awaitPing(model, run.context().settings().pingTimeout(), stuck)) {
      throw new JobFailedException(JobFailedException.NO_PING);
    }
  }

  private static ExecutionParameters suggested(HttpModel model) throws InterruptedException {
    try {
      return model.executionParameters();
    } catch (IOException notImplemented) {
      return ExecutionParameters.NONE;
    }
  }

  private void transform(LocalModel model, EngineSettings settings)
      throws ExecutionException, InterruptedException {
    DataLog dataLog = new DataLog(run.context().logs().open(streamName + "/data-log"));
    dataLog.parameters(settings);
    Queue<Input> waiting = new ConcurrentLinkedQueue<>(inputs);
    try (ObjectTransform transform = new ObjectTransform(index, run, model, settings, dataLog)) {
      Callable<Void> lane =
          () -> {
            for (Input next = waiting.poll(); next != null; next = waiting.poll()) {
              transform.transform(next);
            }
            return null;
          };
      int lanes = Math.min(settings.maxConcurrentTransforms(), inputs.size());
      Workers.runAll(
          "object-of-" + run.job().name(), IntStream.range(0, lanes).mapToObj(i -> lane).toList());
    }
  }
}
