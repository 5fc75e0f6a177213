package dev.batchtransform.emulator.states;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.emulator.fault.Faults;
import dev.batchtransform.emulator.job.JobStatus;
import dev.batchtransform.emulator.job.TransformJob;
import dev.batchtransform.emulator.states.TransformTask.RefusedException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One execution at work. It does what a machine does whose only state is {@code
 * sagemaker:createTransformJob.sync} over the input's {@code request}.
 */
final class ExecutionRun implements Runnable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Errors that the integration has a type for; all others share one. */
  private static final Set<String> TYPED =
      Set.of("ResourceInUse", "ResourceLimitExceeded", "ResourceNotFound");

  private final Execution execution;
  private final TransformTask task;
  private final Faults faults;
  private @Nullable TransformJob job;

  ExecutionRun(Execution execution, TransformTask task, Faults faults) {
    this.execution = execution;
    this.task = task;
    this.faults = faults;
  }

  @Override
  public void run() {
    try {
      Optional<Fault.FailExecution> failed =
          faults.take(Fault.FailExecution.class, execution.name());
      if (failed.isPresent()) {
        execution.fail(failed.get().error(), failed.get().cause());
      } else {
        runJob(request());
      }
    } catch (RefusedException refused) {
      String type = TYPED.contains(refused.error()) ? refused.error() : "AmazonSageMaker";
      execution.fail(
          "SageMaker." + type + "Exception", refused.error() + ": " + refused.getMessage());
    } catch (InterruptedException closing) {
      execution.abort(Optional.empty(), Optional.of("The emulator ends."));
    } catch (JsonProcessingException | RuntimeException failure) {
      execution.fail("States.Runtime", String.valueOf(failure.getMessage()));
    }
  }

  private ObjectNode request() throws JsonProcessingException {
    if (JSON.readTree(execution.input()).path("request") instanceof ObjectNode request) {
      return request;
    }
    throw new IllegalArgumentException("The input has no object 'request'.");
  }

  private void runJob(ObjectNode request) throws RefusedException, InterruptedException {
    TransformJob started = start(request);
    if (started == null) {
      return;
    }
    task.await(started);
    JsonNode described = task.describe(started);
    if (started.state().status() == JobStatus.COMPLETED) {
      execution.succeed(described.toString());
    } else {
      execution.fail("States.TaskFailed", described.toString());
    }
  }

  /** Null when it was aborted meanwhile. */
  private synchronized @Nullable TransformJob start(ObjectNode request) throws RefusedException {
    if (execution.state().status() != ExecutionStatus.RUNNING) {
      return null;
    }
    job = task.start(request);
    return job;
  }

  /** Ends it, and its job as far as Step Functions reaches it; false when it has ended. */
  synchronized boolean abort(Optional<String> error, Optional<String> cause) {
    boolean aborted = execution.abort(error, cause);
    if (aborted && job != null && faults.take(Fault.OrphanJob.class, execution.name()).isEmpty()) {
      task.stop(job);
    }
    return aborted;
  }
}
