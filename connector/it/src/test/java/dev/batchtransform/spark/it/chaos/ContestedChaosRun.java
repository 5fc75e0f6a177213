package dev.batchtransform.spark.it.chaos;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.chaos.ContestedProcess.Said;
import dev.batchtransform.spark.it.chaos.MixedSchedule.After;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs contested schedules, with two drivers that live from one to the next. */
final class ContestedChaosRun implements AutoCloseable {
  private static final long PATIENCE_MINUTES = 4;

  private final Sandbox sandbox;
  private final KindModel model = new KindModel();
  private final String modelName;
  private final Map<Boolean, List<ContestedProcess>> drivers =
      Map.of(true, new ArrayList<>(), false, new ArrayList<>());
  private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();

  ContestedChaosRun(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.modelName = sandbox.createModel(model.container());
  }

  /** Runs one, and proves the promise. */
  void play(ContestedSchedule schedule) {
    String runId = "contested-%09d-".formatted(schedule.run().seed());
    Map<String, String> options = options(schedule.run());
    options.put("runId", runId);
    ChaosEndpoints endpoints =
        new ChaosEndpoints(
            sandbox.api(),
            modelName,
            options,
            options.get("stagingPath").replace("s3a:", "s3:") + "/async",
            schedule.run().seed() % 2 == 0);
    endpoints.create();
    schedule.service().forEach(sandbox.sageMaker()::fault);
    schedule.storage().forEach(sandbox.faultyS3()::fault);
    try {
      driveToTheEnd(schedule, options);
    } finally {
      sandbox.sageMaker().clearFaults();
      sandbox.faultyS3().clearFaults();
      model.container().forgetRequests();
    }
    MixedRunInvariants promise =
        new MixedRunInvariants(
            sandbox.spark(),
            schedule.run(),
            options.get("stagingPath"),
            runId,
            List.of(sandbox.sageMaker()));
    promise.prove();
    if (schedule.run().after() == After.RETRY) {
      retry(schedule.run(), options, promise);
    }
    endpoints.delete();
  }

  private Map<String, String> options(MixedSchedule run) {
    Map<String, String> options = new HashMap<>(sandbox.options(modelName));
    options.put("stagingPath", sandbox.faultyStagingPath());
    options.put("localModel", model.container().endpoint().toString());
    options.put("pollInterval", "20 ms");
    return run.route().options(options, run.options());
  }

  private void retry(MixedSchedule run, Map<String, String> options, MixedRunInvariants promise) {
    model.heal(true);
    try {
      MixedChaosRun.retryAll(
          sandbox.spark(), run, options.get("stagingPath"), options.get("runId"), promise);
    } finally {
      model.heal(false);
      model.container().forgetRequests();
    }
  }

  @Override
  public void close() {
    drivers.values().forEach(all -> all.forEach(ContestedProcess::close));
    model.close();
  }

  private void driveToTheEnd(ContestedSchedule schedule, Map<String, String> options) {
    ContestedProcess struck = driver(schedule.kryo().get(0), null);
    ContestedProcess other = driver(schedule.kryo().get(1), struck);
    List<String> endings = contest(schedule, options, struck, other);
    for (int again = 0; !hasEnded(endings, options); again++) {
      if (again > schedule.faults()) {
        throw new AssertionError("More drivers have failed than there were faults: " + endings);
      }
      other.tell(write(schedule, options, 0));
      Said last = next();
      while (last.by() != other) {
        last = next();
      }
      endings.add(last.line());
    }
  }

  /** Both write at once, and the first one is struck; how each of them ended. */
  private List<String> contest(
      ContestedSchedule schedule,
      Map<String, String> options,
      ContestedProcess struck,
      ContestedProcess other) {
    struck.tell(write(schedule, options, schedule.nth()));
    other.tell(write(schedule, options, 0));
    List<String> endings = new ArrayList<>();
    boolean suspended = false;
    boolean otherEnded = false;
    while (endings.size() < 2) {
      Said heard = next();
      if (heard.line().equals(ContestedDriver.REACHED)) {
        suspended = !schedule.kill();
        if (schedule.kill()) {
          struck.kill();
        } else {
          struck.suspend();
        }
      } else {
        endings.add(heard.line());
        otherEnded |= heard.by() == other;
      }
      if (suspended && otherEnded) {
        struck.wake();
        suspended = false;
      }
    }
    return endings;
  }

  private boolean hasEnded(List<String> endings, Map<String, String> options) {
    return endings.contains(ContestedDriver.ENDED) || state(options).equals("FAILED");
  }

  /** The run's state; empty where there is no run yet, or S3 fails. */
  private String state(Map<String, String> options) {
    try {
      return BatchTransform.attach(
              sandbox.spark(), options.get("stagingPath"), options.get("runId"))
          .status()
          .state();
    } catch (RuntimeException none) {
      return "";
    }
  }

  private static String write(ContestedSchedule schedule, Map<String, String> options, int nth) {
    MixedSchedule run = schedule.run();
    return ContestedProcess.json(
        Map.of(
            "kinds", run.kinds(),
            "partitions", run.partitions(),
            "options", options,
            "mostFiles", run.mostFiles(),
            "point", schedule.point(),
            "nth", nth));
  }

  /** A living driver with this serializer, other than {@code taken}. */
  private ContestedProcess driver(boolean kryo, @Nullable ContestedProcess taken) {
    List<ContestedProcess> started = drivers.get(kryo);
    started.removeIf(driver -> !driver.isAlive());
    return started.stream()
        .filter(driver -> driver != taken)
        .findFirst()
        .orElseGet(
            () -> {
              ContestedProcess driver = ContestedProcess.start(sandbox, kryo, said);
              started.add(driver);
              return driver;
            });
  }

  private Said next() {
    try {
      return Objects.requireNonNull(
          said.poll(PATIENCE_MINUTES, TimeUnit.MINUTES), "A driver says nothing any more");
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
