package dev.batchtransform.emulator.job;

import dev.batchtransform.emulator.container.ModelDefinition;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.emulator.storage.InputListing;
import dev.batchtransform.emulator.storage.InputListing.Input;
import dev.batchtransform.emulator.storage.InputListing.ListingException;
import dev.batchtransform.emulator.storage.PendingObject;
import dev.batchtransform.emulator.storage.S3Location;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one job, from its creation to its end, in a thread of its own. */
final class JobRun implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

  private final TransformJob job;
  private final TransformSpec spec;
  private final Supplier<Optional<ModelDefinition>> modelAtStart;
  private final JobContext context;
  private final AtomicReference<String> firstObjectFailure = new AtomicReference<>("");
  private final Queue<S3Location> stored = new ConcurrentLinkedQueue<>();

  /** Outputs are stored under the read lock, a stop begins under the write lock. */
  private final ReadWriteLock storing = new ReentrantReadWriteLock();

  private ModelDefinition model = new ModelDefinition("", Map.of());
  private Duration instanceTime = Duration.ZERO;
  private final Thread thread;

  JobRun(
      TransformJob job,
      TransformSpec spec,
      Supplier<Optional<ModelDefinition>> modelAtStart,
      JobContext context) {
    this.job = job;
    this.spec = spec;
    this.modelAtStart = modelAtStart;
    this.context = context;
    this.thread = new Thread(this, "transform-job-" + job.name());
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  TransformJob job() {
    return job;
  }

  TransformSpec spec() {
    return spec;
  }

  ModelDefinition model() {
    return model;
  }

  JobContext context() {
    return context;
  }

  /** Begins to stop the job; false when it has ended or stops already. */
  boolean stop() {
    storing.writeLock().lock();
    try {
      if (!job.stop(Instant.now())) {
        return false;
      }
    } finally {
      storing.writeLock().unlock();
    }
    thread.interrupt();
    return true;
  }

  /** Waits until the job's thread has ended. */
  void join() throws InterruptedException {
    thread.join();
  }

  @Override
  public void run() {
    JobStatus status = JobStatus.FAILED;
    Optional<String> reason = Optional.empty();
    try {
      provision();
      work();
      String failure = Objects.requireNonNullElse(firstObjectFailure.get(), "");
      status = failure.isEmpty() ? JobStatus.COMPLETED : JobStatus.FAILED;
      reason =
          Optional.of(failure)
              .filter(text -> !text.isEmpty())
              .map(kind -> kind + ": See job logs for more information");
    } catch (InterruptedException interrupted) {
      status = JobStatus.STOPPED;
    } catch (JobFailedException failed) {
      reason = Optional.ofNullable(failed.getMessage());
    } catch (IOException | RuntimeException | LinkageError failure) {
      // A class that the file system lacks must end the job too, or its caller would wait for ever.
      LOG.warn("Transform job {} failed", job.name(), failure);
      reason = Optional.of(JobFailedException.INTERNAL_ERROR);
    }
    end(status, reason);
  }

  private void end(JobStatus status, Optional<String> reason) {
    // A stop that came after the last object still stops the job.
    boolean stopped = job.state().status() == JobStatus.STOPPING;
    if (stopped && context.settings().stopDiscardsOutputs()) {
      discardOutputs();
    }
    Instant end =
        context.settings().virtualTime()
            ? job.state().started().orElse(job.created()).plus(instanceTime)
            : Instant.now();
    job.end(stopped ? JobStatus.STOPPED : status, stopped ? Optional.empty() : reason, end);
    LOG.info("Transform job {} ended as {}", job.name(), job.state().status().text());
  }

  private void discardOutputs() {
    // The interrupt has done its work, and would fail the deletions.
    boolean unused = Thread.interrupted();
    for (S3Location output : stored) {
      try {
        context.store().delete(output);
      } catch (IOException failure) {
        LOG.warn("Cannot delete {} of the stopped job {}", output, job.name(), failure);
      }
    }
  }

  private void provision() throws InterruptedException, JobFailedException {
    Duration delay =
        context
            .settings()
            .startupDelay()
            .plus(
                context
                    .faults()
                    .take(Fault.SlowStart.class, job.name())
                    .map(fault -> Duration.ofMillis(Math.round(fault.seconds() * 1000)))
                    .orElse(Duration.ZERO));
    if (!context.settings().virtualTime()) {
      TimeUnit.NANOSECONDS.sleep(delay.toNanos());
    }
    if (context.faults().take(Fault.CapacityError.class, job.name()).isPresent()) {
      throw new JobFailedException(JobFailedException.CAPACITY_ERROR);
    }
    model =
        modelAtStart
            .get()
            .orElseThrow(
                () ->
                    new JobFailedException(
                        "ClientError: Could not find model \"%s\".".formatted(job.modelArn())));
    job.start(context.settings().virtualTime() ? job.created().plus(delay) : Instant.now());
    if (context.faults().take(Fault.InternalServerError.class, job.name()).isPresent()) {
      throw new JobFailedException(JobFailedException.INTERNAL_ERROR);
    }
  }

  private void work() throws IOException, InterruptedException, JobFailedException {
    endIfScripted(0);
    requireOutputBucket();
    List<Instance> instances = instances(list());
    try {
      if (context.settings().virtualTime()) {
        runInTurns(instances);
      } else {
        Workers.runAll("instance-of-" + job.name(), instances);
      }
    } catch (ExecutionException failure) {
      rethrow(failure.getCause());
    }
  }

  /** What SageMaker says of it is not known, but it is the request's fault and stays so. */
  private void requireOutputBucket() throws IOException, JobFailedException {
    try {
      if (!context.store().hasBucket(S3Location.parse(spec.s3OutputPath()).bucket())) {
        throw cannotStore("NoSuchBucket: The specified bucket does not exist");
      }
    } catch (IllegalArgumentException failure) {
      throw cannotStore(String.valueOf(failure.getMessage()));
    }
  }

  private JobFailedException cannotStore(String why) {
    return new JobFailedException(
        "ClientError: Cannot store outputs below \"%s\": %s".formatted(spec.s3OutputPath(), why));
  }

  private List<Input> list() throws JobFailedException {
    InputListing listing = new InputListing(context.store());
    try {
      return spec.manifest() ? listing.byManifest(spec.s3Uri()) : listing.byPrefix(spec.s3Uri());
    } catch (ListingException unlistable) {
      throw new JobFailedException("ClientError: " + unlistable.getMessage());
    } catch (IOException failure) {
      // To a job, a bucket that is absent or closed to it is its caller's error.
      LOG.warn("Transform job {} cannot list its input", job.name(), failure);
      throw new JobFailedException(
          "ClientError: Cannot list the S3 URL \"%s\": %s"
              .formatted(spec.s3Uri(), failure.getMessage()));
    }
  }

  /** Objects are dealt to instances like cards, in the order of the listing. */
  private List<Instance> instances(List<Input> inputs) {
    List<List<Input>> shares = new ArrayList<>();
    for (int i = 0; i < spec.instanceCount(); i++) {
      shares.add(new ArrayList<>());
    }
    for (int i = 0; i < inputs.size(); i++) {
      shares.get(i % spec.instanceCount()).add(inputs.get(i));
    }
    List<Instance> instances = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      instances.add(new Instance(i, shares.get(i), this));
    }
    return instances;
  }

  private void runInTurns(List<Instance> instances)
      throws ExecutionException, InterruptedException {
    for (Instance instance : instances) {
      long begun = System.nanoTime();
      try {
        Workers.runAll("instance-of-" + job.name(), List.of(instance));
      } finally {
        Duration busy = Duration.ofNanos(System.nanoTime() - begun);
        instanceTime = busy.compareTo(instanceTime) > 0 ? busy : instanceTime;
      }
    }
  }

  /** Unpacks what an instance, or one of its lanes, threw. */
  private static void rethrow(@Nullable Throwable thrown)
      throws IOException, InterruptedException, JobFailedException {
    if (thrown instanceof ExecutionException nested) {
      rethrow(nested.getCause());
    } else if (thrown instanceof JobFailedException failed) {
      throw failed;
    } else if (thrown instanceof InterruptedException interrupted) {
      throw interrupted;
    } else if (thrown instanceof IOException io) {
      throw io;
    } else {
      throw new IllegalStateException(thrown);
    }
  }

  /** Publishes an output, unless the job is stopping. */
  void store(S3Location output, PendingObject pending)
      throws IOException, InterruptedException, JobFailedException {
    storing.readLock().lock();
    try {
      if (job.state().status() != JobStatus.IN_PROGRESS) {
        throw new InterruptedException("the job is stopping");
      }
      pending.commit();
      stored.add(output);
    } finally {
      storing.readLock().unlock();
    }
    endIfScripted(job.statistics().stored());
  }

  /** An object has no output; the job will end as failed when all others are done. */
  void objectFailed(String kind) {
    firstObjectFailure.compareAndSet("", kind);
  }

  private void endIfScripted(int files) throws JobFailedException {
    Optional<Fault.FailJob> failure =
        context
            .faults()
            .take(Fault.FailJob.class, job.name(), fault -> files >= fault.afterFiles());
    if (failure.isPresent()) {
      throw new JobFailedException(failure.get().reason());
    }
    if (context
        .faults()
        .take(Fault.Stop.class, job.name(), fault -> files >= fault.afterFiles())
        .isPresent()) {
      boolean unused = stop();
    }
  }
}
