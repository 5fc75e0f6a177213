package dev.batchtransform.emulator.job;

import dev.batchtransform.emulator.container.ModelDefinition;
import dev.batchtransform.emulator.storage.InputListing;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops jobs. Closing it stops all that run and waits for their containers' end. */
public final class JobRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private final JobContext context;
  private final Map<String, JobRun> runs = new ConcurrentHashMap<>();

  public JobRunner(JobContext context) {
    this.context = context;
  }

  /** Why a job over this input is refused: SageMaker looks below a prefix, but into no manifest. */
  public Optional<String> refuses(TransformSpec spec) {
    if (spec.manifest()) {
      return Optional.empty();
    }
    try {
      List<InputListing.Input> unused = new InputListing(context.store()).byPrefix(spec.s3Uri());
      return Optional.empty();
    } catch (InputListing.ListingException unlistable) {
      return Optional.ofNullable(unlistable.getMessage());
    } catch (IOException failure) {
      // The job will meet it, and say so.
      LOG.debug("Cannot list {}", spec.s3Uri(), failure);
      return Optional.empty();
    }
  }

  /**
   * Starts a job.
   *
   * @param model asked when the job's instances are there; empty when the model is gone by then
   */
  public void start(
      TransformJob job, TransformSpec spec, Supplier<Optional<ModelDefinition>> model) {
    JobRun run = new JobRun(job, spec, model, context);
    runs.put(job.name(), run);
    run.start();
  }

  /** Begins to stop a job; false when it has ended or stops already. */
  public boolean stop(TransformJob job) {
    JobRun run = runs.get(job.name());
    return run != null && run.stop();
  }

  /** Waits until a job has ended. */
  public void await(TransformJob job) throws InterruptedException {
    JobRun run = runs.get(job.name());
    if (run != null) {
      run.join();
    }
  }

  @Override
  public void close() {
    runs.values().forEach(JobRun::stop);
    try {
      for (JobRun run : runs.values()) {
        run.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
