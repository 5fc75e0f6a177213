package dev.batchtransform.spark.it.chaos;

import dev.batchtransform.emulator.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Who answers the records of a schedule: SageMaker's jobs, a server, an endpoint that answers at
 * once, the queue of an asynchronous one, or jobs that a state machine starts; alone, one for what
 * the other has left, or whichever {@code auto} chooses.
 */
enum Route {
  JOBS("batch-transform"),
  JOBS_THEN_SERVER("batch-transform"),
  JOBS_THEN_ENDPOINT("batch-transform"),
  JOBS_THEN_QUEUE("batch-transform"),
  SERVER("local"),
  ENDPOINT("local"),
  QUEUE("async"),
  SERVER_OR_JOBS("auto"),
  ENDPOINT_OR_QUEUE("auto"),
  STATE_MACHINE("step-functions");

  /** Some schedules have fewer rows, and some more. */
  private static final int LOCAL_MAX_ROWS = 20;

  private static final String QUEUE_CALL = "InvokeEndpointAsync";

  private static final Duration MOMENT = Duration.ofMillis(20);

  private final String executor;

  Route(String executor) {
    this.executor = executor;
  }

  static Route draw(SplittableRandom random) {
    return values()[random.nextInt(values().length)];
  }

  /** What a route draws has a source of its own, so that the rest of a schedule is as it was. */
  static SplittableRandom random(long seed) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 3).split();
  }

  boolean asksJobs() {
    return switch (this) {
      case JOBS,
          JOBS_THEN_SERVER,
          JOBS_THEN_ENDPOINT,
          JOBS_THEN_QUEUE,
          SERVER_OR_JOBS,
          STATE_MACHINE ->
          true;
      case SERVER, ENDPOINT, QUEUE, ENDPOINT_OR_QUEUE -> false;
    };
  }

  boolean asksServer() {
    return this == SERVER || this == JOBS_THEN_SERVER || this == SERVER_OR_JOBS;
  }

  boolean asksEndpoint() {
    return this == ENDPOINT || this == JOBS_THEN_ENDPOINT || this == ENDPOINT_OR_QUEUE;
  }

  /** Whether the local executor may send records. */
  boolean mayCountAnswers() {
    return asksServer() || asksEndpoint();
  }

  boolean asksQueue() {
    return this == QUEUE || this == JOBS_THEN_QUEUE || this == ENDPOINT_OR_QUEUE;
  }

  /**
   * Turns a schedule's options to this route. An asynchronous endpoint joins no records.
   *
   * @param seed names the endpoints
   */
  void turn(Map<String, String> options, long seed) {
    options.put("executor", executor);
    if (asksQueue()) {
      options.put("endpointName", "queue-" + seed);
      options.remove("join");
    }
    if (asksEndpoint()) {
      options.put("localModel", "endpoint:now-" + seed);
      // A serverless one takes no more.
      options.put("maxPayloadInMB", "4");
    }
    if (this == STATE_MACHINE) {
      options.put(
          "stateMachineArn", "arn:aws:states:us-east-1:123456789012:stateMachine:machine-" + seed);
    }
    if (executor.equals("auto")) {
      options.put("localMaxRows", Integer.toString(LOCAL_MAX_ROWS));
    }
    if (this == JOBS || this == STATE_MACHINE) {
      options.put("tail", "job");
    }
  }

  /**
   * The options of a run.
   *
   * @param environment has a model and a server, of which this route need not know
   * @param schedule was turned to this route
   */
  Map<String, String> options(Map<String, String> environment, Map<String, String> schedule) {
    Map<String, String> options = new HashMap<>(environment);
    if (!asksServer()) {
      options.remove("localModel");
    }
    if (!asksJobs()) {
      options.remove("model");
    }
    options.putAll(schedule);
    return options;
  }

  /**
   * What strikes endpoints; none of it costs a record its answer. A request to one that answers at
   * once is sent again as often as the option says, which is never here, so it is only throttled.
   */
  List<Fault> faults(SplittableRandom random) {
    List<Fault> faults = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      if (asksEndpoint() && random.nextBoolean()) {
        faults.add(Fault.throttle("InvokeEndpoint", random.nextInt(1, 6)));
      } else if (asksQueue()) {
        faults.add(ofQueue(random));
      } else if (this == STATE_MACHINE) {
        faults.add(ofMachine(random));
      }
    }
    return faults;
  }

  private static Fault ofQueue(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> Fault.throttle(QUEUE_CALL, random.nextInt(1, 6));
      case 1 -> Fault.lostAnswer(QUEUE_CALL);
      case 2 -> unavailable(QUEUE_CALL);
      case 3 -> Fault.slowQueue(MOMENT, 3);
      default -> Fault.lateAnswer("", MOMENT, 3);
    };
  }

  private static Fault ofMachine(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> Fault.throttle("StartExecution", random.nextInt(1, 6));
      case 1 -> Fault.lostAnswer("StartExecution");
      case 2 -> Fault.throttle("DescribeExecution", random.nextInt(1, 6));
      case 3 -> Fault.failExecution("NoReason", "Somebody has changed the state machine.");
      default -> unavailable("StartExecution");
    };
  }

  private static Fault unavailable(String operation) {
    return new Fault.Refuse(
        Optional.of(operation),
        "ServiceUnavailable",
        "The service is busy.",
        Optional.of(503),
        Optional.empty(),
        Optional.of(2));
  }

  /** At which look at a running wave the endpoints are deleted; 0 for never. */
  int deletedAt(SplittableRandom random) {
    boolean deleted = random.nextInt(5) == 0;
    int at = random.nextInt(1, 6);
    return deleted && (asksEndpoint() || asksQueue()) ? at : 0;
  }

  /** Storage fails also where it is written down which requests were sent. */
  List<DiskFault> storage(List<DiskFault> drawn, SplittableRandom random) {
    return drawn.stream()
        .map(
            fault ->
                asksQueue() && fault.path().equals("manifests") && random.nextBoolean()
                    ? new DiskFault(fault.operation(), "requests", fault.nth())
                    : fault)
        .toList();
  }
}
