package dev.batchtransform.emulator.states;

import dev.batchtransform.emulator.fault.Faults;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Keeps state machines, and starts and stops their executions. Closing it ends all that run. */
public final class ExecutionRunner implements AutoCloseable {

  private record Started(Execution execution, ExecutionRun run) {}

  private final Faults faults;
  private final Map<String, StateMachine> machines = new ConcurrentHashMap<>();
  private final Map<String, Started> executions = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          runnable -> {
            Thread thread = new Thread(runnable, "emulator-execution");
            thread.setDaemon(true);
            return thread;
          });

  public ExecutionRunner(Faults faults) {
    this.faults = faults;
  }

  /** Adds a state machine; the one that is there when its name is taken. */
  public StateMachine add(StateMachine machine) {
    StateMachine before = machines.putIfAbsent(machine.arn(), machine);
    return before == null ? machine : before;
  }

  public Optional<StateMachine> machine(String arn) {
    return Optional.ofNullable(machines.get(arn));
  }

  public Optional<Execution> execution(String arn) {
    return Optional.ofNullable(executions.get(arn)).map(Started::execution);
  }

  /** Starts an execution; gives the one that is there when its name is taken, as it is. */
  public Execution start(Execution execution, TransformTask task) {
    Started wanted = new Started(execution, new ExecutionRun(execution, task, faults));
    Started before = executions.putIfAbsent(execution.arn(), wanted);
    if (before != null) {
      return before.execution();
    }
    threads.execute(wanted.run());
    return execution;
  }

  /** Ends an execution, if it runs. */
  public void stop(Execution execution, Optional<String> error, Optional<String> cause) {
    Started started = executions.get(execution.arn());
    if (started != null) {
      started.run().abort(error, cause);
    }
  }

  @Override
  public void close() {
    List.copyOf(executions.values())
        .forEach(
            started -> started.run().abort(Optional.empty(), Optional.of("The emulator ends.")));
    threads.shutdownNow();
  }
}
