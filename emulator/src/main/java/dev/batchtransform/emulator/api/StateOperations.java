package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Calls.Call;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.job.TransformJob;
import dev.batchtransform.emulator.shape.ApiModels;
import dev.batchtransform.emulator.states.Execution;
import dev.batchtransform.emulator.states.ExecutionStatus;
import dev.batchtransform.emulator.states.StateMachine;
import dev.batchtransform.emulator.states.TransformTask;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Step Functions' operations on state machines and their executions. */
final class StateOperations {

  private final Arns arns;
  private final Calls calls;
  private final JobOperations jobs;
  private final Backend backend;

  StateOperations(Arns arns, Calls calls, JobOperations jobs, Backend backend) {
    this.arns = arns;
    this.calls = calls;
    this.jobs = jobs;
    this.backend = backend;
  }

  List<Operation> operations() {
    Optional<String> machine = Optional.of("stateMachineArn");
    Optional<String> execution = Optional.of("executionArn");
    return List.of(
        Operation.states("CreateStateMachine", Optional.of("name"), this::create),
        Operation.states("DescribeStateMachine", machine, this::describeMachine),
        Operation.states("StartExecution", Optional.of("name"), this::start),
        Operation.states("DescribeExecution", execution, this::describe),
        Operation.states("StopExecution", execution, this::stop));
  }

  private Optional<ObjectNode> create(ObjectNode request, Caller caller) {
    String name = request.path("name").asText();
    StateMachine machine =
        backend
            .executions()
            .add(
                new StateMachine(
                    name, arns.stateMachine(caller, name), request.deepCopy(), Instant.now()));
    if (!machine.request().equals(request)) {
      throw new ApiException(
          "StateMachineAlreadyExists",
          "State Machine Already Exists: '%s'".formatted(machine.arn()));
    }
    ObjectNode answer = Json.object().put("stateMachineArn", machine.arn());
    answer.set("creationDate", Json.time(machine.created()));
    return Optional.of(answer);
  }

  private Optional<ObjectNode> describeMachine(ObjectNode request, Caller caller) {
    StateMachine machine = requireMachine(request);
    ObjectNode answer =
        Json.object()
            .put("stateMachineArn", machine.arn())
            .put("name", machine.name())
            .put("status", "ACTIVE")
            .put("definition", machine.request().path("definition").asText())
            .put("roleArn", machine.request().path("roleArn").asText())
            .put("type", type(machine));
    answer.set("creationDate", Json.time(machine.created()));
    return Optional.of(answer);
  }

  private static String type(StateMachine machine) {
    return machine.request().path("type").asText("STANDARD");
  }

  private StateMachine requireMachine(ObjectNode request) {
    String arn = request.path("stateMachineArn").asText();
    return backend
        .executions()
        .machine(arn)
        .orElseThrow(
            () ->
                new ApiException(
                    "StateMachineDoesNotExist",
                    "State Machine Does Not Exist: '%s'".formatted(arn)));
  }

  /** A name starts one execution; the same again gives that one while it runs. */
  private Optional<ObjectNode> start(ObjectNode request, Caller caller) {
    StateMachine machine = requireMachine(request);
    String name = request.path("name").asText(UUID.randomUUID().toString());
    Execution wanted =
        new Execution(
            name,
            machine.arn().replace(":stateMachine:", ":execution:") + ":" + name,
            machine,
            input(request),
            Instant.now());
    Execution started = backend.executions().start(wanted, new Task(caller));
    boolean same =
        started.state().status() == ExecutionStatus.RUNNING
            && started.input().equals(wanted.input());
    if (started != wanted && !same) {
      throw new ApiException(
          "ExecutionAlreadyExists", "Execution Already Exists: '%s'".formatted(started.arn()));
    }
    ObjectNode answer = Json.object().put("executionArn", started.arn());
    answer.set("startDate", Json.time(started.started()));
    return Optional.of(answer);
  }

  private static String input(ObjectNode request) {
    String input = request.path("input").asText("{}");
    try {
      return Json.MAPPER.readTree(input).isMissingNode() ? "{}" : input;
    } catch (JsonProcessingException notJson) {
      throw new ApiException("InvalidExecutionInput", "Invalid State Machine Execution Input");
    }
  }

  private Optional<ObjectNode> describe(ObjectNode request, Caller caller) {
    Execution execution = require(request);
    Execution.State state = execution.state();
    ObjectNode answer =
        Json.object()
            .put("executionArn", execution.arn())
            .put("stateMachineArn", execution.machine().arn())
            .put("name", execution.name())
            .put("status", state.status().name())
            .put("input", execution.input());
    answer.set("startDate", Json.time(execution.started()));
    state.stopped().ifPresent(time -> answer.set("stopDate", Json.time(time)));
    state.output().ifPresent(output -> answer.put("output", output));
    state.error().ifPresent(error -> answer.put("error", error));
    state.cause().ifPresent(cause -> answer.put("cause", cause));
    return Optional.of(answer);
  }

  private Execution require(ObjectNode request) {
    String arn = request.path("executionArn").asText();
    return backend
        .executions()
        .execution(arn)
        .orElseThrow(
            () ->
                new ApiException(
                    "ExecutionDoesNotExist", "Execution Does Not Exist: '%s'".formatted(arn)));
  }

  private Optional<ObjectNode> stop(ObjectNode request, Caller caller) {
    Execution execution = require(request);
    backend
        .executions()
        .stop(
            execution,
            Optional.ofNullable(request.path("error").textValue()),
            Optional.ofNullable(request.path("cause").textValue()));
    ObjectNode answer = Json.object();
    answer.set("stopDate", Json.time(execution.state().stopped().orElseGet(Instant::now)));
    return Optional.of(answer);
  }

  /** Jobs of the executions that a caller has started. */
  private final class Task implements TransformTask {
    private final Caller caller;

    Task(Caller caller) {
      this.caller = caller;
    }

    @Override
    public TransformJob start(ObjectNode request) throws RefusedException {
      Optional<String> name = Optional.ofNullable(request.path("TransformJobName").textValue());
      Call call = new Call(ApiModels.SAGEMAKER, "CreateTransformJob", request, name);
      try {
        return calls.executeInside(call, caller, self -> jobs.start(request, self));
      } catch (ApiException refused) {
        throw new RefusedException(refused.code(), String.valueOf(refused.getMessage()), refused);
      }
    }

    @Override
    public void await(TransformJob job) throws InterruptedException {
      backend.jobs().await(job);
    }

    @Override
    public void stop(TransformJob job) {
      backend.jobs().stop(job);
    }

    @Override
    public ObjectNode describe(TransformJob job) {
      return JobDescription.of(job);
    }
  }
}
