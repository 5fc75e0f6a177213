package dev.batchtransform.spark.it.chaos;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that happens to one run: its rows, its options, and what goes wrong. A pure function
 * of the seed.
 *
 * @param seed which schedule it is
 * @param route who answers its records
 * @param partitions of the DataFrame
 * @param kinds of each row, by its id: {@code ok}, or how the model fails on it
 * @param options of the run
 * @param drivers what strikes each driver in turn; the next one begins when one has ended
 * @param storage what strikes storage, whichever driver works
 * @param service what strikes SageMaker
 * @param deletedAt at which look at a running wave its endpoints are deleted; 0 for never
 * @param attach whether later drivers attach to the run, instead of repeating the write
 * @param readerHit whether a task that reads is struck
 */
record Schedule(
    long seed,
    Route route,
    int partitions,
    List<String> kinds,
    Map<String, String> options,
    List<List<InjectedFault>> drivers,
    List<DiskFault> storage,
    List<Fault> service,
    int deletedAt,
    boolean attach,
    boolean readerHit) {

  /** How a model may fail on a row. {@code extra}: it answers with one answer too many. */
  private static final List<String> BAD =
      List.of("400", "500", "413", "garbage", "extra", "broken");

  private static final List<FaultPoint> POINTS = List.of(FaultPoint.values());
  private static final List<String> OPERATIONS =
      List.of("create", "open", "rename", "delete", "list", "status", "lag");
  private static final List<String> PLACES =
      List.of("", "_run.json", "_run_files", "input", "rows", "manifests", "output");

  static Schedule draw(long seed) {
    return draw(seed, Route.draw(Route.random(seed)));
  }

  /** The schedule of a seed, by another route than it draws. */
  static Schedule draw(long seed, Route route) {
    SplittableRandom ofRoute = Route.random(~seed);
    // Neighbouring seeds draw alike otherwise.
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L).split();
    List<String> kinds = kinds(random);
    Map<String, String> options = options(random, kinds);
    boolean batch = options.get("executor").equals("batch-transform");
    route.turn(options, seed);
    return new Schedule(
        seed,
        route,
        random.nextInt(1, 4),
        kinds,
        options,
        drivers(random),
        route.storage(storage(random), ofRoute),
        both(
            batch ? service(random, Integer.parseInt(options.get("maxAttempts"))) : List.of(),
            route.faults(ofRoute)),
        route.deletedAt(ofRoute),
        random.nextInt(3) == 0,
        random.nextInt(4) == 0);
  }

  /** Each can make one driver fail, and no more. */
  int faults() {
    return drivers.size() + storage.size() + service.size() + (deletedAt > 0 ? 1 : 0);
  }

  /** Whether storage refuses what cleaning up needs; a warning tells what stays. */
  boolean spoilsCleaning() {
    return storage.stream()
        .anyMatch(fault -> List.of("delete", "list").contains(fault.operation()));
  }

  /** Whether it may be forgotten, or not known, which requests were sent. */
  boolean mayAskTwice() {
    return deletedAt > 0
        || !storage.isEmpty()
        || service.stream().anyMatch(Fault.LostAnswer.class::isInstance)
        || drivers.stream()
            .flatMap(List::stream)
            .anyMatch(fault -> fault.point() == FaultPoint.REQUESTS_SENT);
  }

  /** Most files that its ledger itself holds; empty for as many as usual. */
  OptionalInt filesOfLedger() {
    return seed % 2 == 0 ? OptionalInt.empty() : OptionalInt.of(1 + (int) (seed % 3));
  }

  boolean isolates() {
    return options.get("onFailure").equals("isolate");
  }

  static List<Fault> both(List<Fault> one, List<Fault> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  private static List<String> kinds(SplittableRandom random) {
    int rows = random.nextInt(20) == 0 ? 0 : random.nextInt(1, 41);
    String bad = BAD.get(random.nextInt(BAD.size()));
    int badInHundred = new int[] {0, 0, 3, 10, 50, 100}[random.nextInt(6)];
    List<String> kinds = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      kinds.add(random.nextInt(100) < badInHundred ? bad : "ok");
    }
    return List.copyOf(kinds);
  }

  private static Map<String, String> options(SplittableRandom random, List<String> kinds) {
    Map<String, String> options = new TreeMap<>();
    options.put("executor", random.nextInt(4) == 0 ? "local" : "batch-transform");
    options.put("batchStrategy", random.nextBoolean() ? "MultiRecord" : "SingleRecord");
    options.put("instanceCount", Integer.toString(random.nextInt(1, 3)));
    options.put("minFilesPerInstance", Integer.toString(random.nextInt(1, 3)));
    options.put("maxRecordsPerFile", Integer.toString(random.nextInt(2, 20)));
    options.put("onFailure", random.nextInt(4) == 0 ? "retry" : "isolate");
    options.put("maxAttempts", Integer.toString(random.nextInt(3, 5)));
    options.put("invocationsMaxRetries", "0");
    if (random.nextInt(5) == 0 && !kinds.contains("extra")) {
      options.put("join", "record");
    }
    if (random.nextBoolean() || kinds.contains("garbage")) {
      options.put("resultSchema", "tripled BIGINT");
    }
    if (kinds.contains("broken")) {
      options.put("payloadColumn", "line");
    }
    return options;
  }

  static List<List<InjectedFault>> drivers(SplittableRandom random) {
    List<List<InjectedFault>> drivers = new ArrayList<>();
    int count = random.nextInt(4);
    for (int driver = 0; driver < count; driver++) {
      FaultPoint point = POINTS.get(random.nextInt(POINTS.size()));
      drivers.add(List.of(new InjectedFault(point, random.nextInt(1, 4), random.nextInt(3) > 0)));
    }
    return List.copyOf(drivers);
  }

  static List<DiskFault> storage(SplittableRandom random) {
    List<DiskFault> faults = new ArrayList<>();
    int count = random.nextInt(3);
    for (int fault = 0; fault < count; fault++) {
      faults.add(
          new DiskFault(
              OPERATIONS.get(random.nextInt(OPERATIONS.size())),
              PLACES.get(random.nextInt(PLACES.size())),
              random.nextInt(1, 5)));
    }
    return List.copyOf(faults);
  }

  /** As many failures of the service's own as a run forgives, and no more. */
  static List<Fault> service(SplittableRandom random, int maxAttempts) {
    List<Fault> faults = new ArrayList<>();
    int count = random.nextInt(maxAttempts);
    for (int fault = 0; fault < count; fault++) {
      switch (random.nextInt(20)) {
        case 0 -> faults.add(Fault.throttle("CreateTransformJob", 1));
        case 1, 2, 3, 4 -> faults.add(Fault.lostAnswer("CreateTransformJob"));
        case 5, 6, 7, 8 -> faults.add(Fault.stop(random.nextInt(3)));
        case 9, 10 ->
            faults.add(
                Fault.refuse("CreateTransformJob", "ResourceLimitExceeded", "The quota is 0."));
        case 11, 12, 13, 14, 15 -> faults.add(Fault.capacityError());
        default -> faults.add(Fault.internalError());
      }
    }
    return List.copyOf(faults);
  }
}
