package dev.batchtransform.spark.it.chaos;

import dev.batchtransform.emulator.fault.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A run whose rows fail, and are answered, in several ways at once, and what is done to it
 * meanwhile and afterwards. A pure function of the seed.
 *
 * @param seed which schedule it is
 * @param route who answers its records
 * @param partitions of the DataFrame
 * @param kinds of each row, by its id
 * @param options of the run
 * @param drivers what strikes each driver in turn
 * @param storage what strikes storage
 * @param service what strikes SageMaker
 * @param deletedAt at which look at a running wave its endpoints are deleted; 0 for never
 * @param stopAt at which look at a running wave somebody asks for a stop; 0 for never
 * @param elsewhere whether a driver tries to go on with it in another region
 * @param after what is done when the run has ended
 * @param mostFiles of a wave that narrows failures down
 */
record MixedSchedule(
    long seed,
    Route route,
    int partitions,
    List<String> kinds,
    Map<String, String> options,
    List<List<InjectedFault>> drivers,
    List<DiskFault> storage,
    List<Fault> service,
    int deletedAt,
    int stopAt,
    boolean elsewhere,
    After after,
    int mostFiles) {

  /** What is done to a run that has ended. */
  enum After {
    /** Nothing more. */
    NOTHING,
    /** The model is fixed and the failed rows are sent again. */
    RETRY,
    /** Other rows are written under the same run id, in place of these. */
    REPLACE
  }

  private static final int ROWS = 2000;

  /** The model refuses such a record, or answers with something that is not a number. */
  private static final List<String> REFUSED = List.of("400", "500", "413", "garbage");

  /** More than one answer. */
  static final Set<String> SURPLUS = Set.of("two", "three", "glued");

  /** No answer. */
  static final Set<String> MISSING = Set.of("none", "blank");

  /** One good answer on one line, of several shapes. */
  static final Set<String> FINE = Set.of("ok", "nulls", "wide", "vector");

  /** One good answer. */
  static final Set<String> GOOD = Set.of("ok", "nulls", "wide", "vector", "spanning");

  static MixedSchedule draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1).split();
    Map<String, String> options = options(random);
    boolean batch = options.get("executor").equals("batch-transform");
    Route route = Route.draw(Route.random(seed));
    route.turn(options, seed);
    SplittableRandom ofRoute = Route.random(~seed);
    List<String> kinds = kinds(random, options);
    if (kinds.contains("garbage") || (!isText(options) && random.nextBoolean())) {
      options.put("resultSchema", "tripled BIGINT");
    }
    After after = After.values()[random.nextInt(After.values().length)];
    if (after != After.RETRY && random.nextInt(4) == 0) {
      options.put("cleanup", "input");
    }
    return new MixedSchedule(
        seed,
        route,
        random.nextInt(1, 4),
        kinds,
        options,
        Schedule.drivers(random),
        route.storage(Schedule.storage(random), ofRoute),
        Schedule.both(
            batch
                ? Schedule.service(random, Integer.parseInt(options.get("maxAttempts")))
                : List.of(),
            route.faults(ofRoute)),
        route.deletedAt(ofRoute),
        random.nextInt(3) == 0 ? random.nextInt(1, 4) : 0,
        batch && random.nextInt(3) == 0,
        after,
        new int[] {8, 40, 50_000, 50_000}[random.nextInt(4)]);
  }

  /** Rows and options alone. */
  static MixedSchedule undisturbed(
      long seed,
      Route route,
      int partitions,
      List<String> kinds,
      Map<String, String> options,
      After after,
      int mostFiles) {
    return new MixedSchedule(
        seed,
        route,
        partitions,
        kinds,
        options,
        List.of(),
        List.of(),
        List.of(),
        0,
        0,
        false,
        after,
        mostFiles);
  }

  /** Each can make one driver fail, and no more. */
  int faults() {
    return drivers.size()
        + storage.size()
        + service.size()
        + (deletedAt > 0 ? 1 : 0)
        + (stopAt > 0 ? 1 : 0);
  }

  boolean isolates() {
    return options.get("onFailure").equals("isolate");
  }

  /**
   * Whether every bad record can be sent alone in the waves there are, and too few are bad for a
   * probe to meet no other.
   */
  boolean isolatesAll() {
    long bad = kinds.stream().filter(kind -> !FINE.contains(kind)).count();
    return isolates() && mostFiles > ROWS && 4 * bad <= kinds.size();
  }

  boolean isText() {
    return isText(options);
  }

  boolean joins() {
    return options.containsKey("join");
  }

  /** Whether some record has not one answer. */
  boolean miscounts() {
    return kinds.stream().anyMatch(kind -> SURPLUS.contains(kind) || MISSING.contains(kind));
  }

  /**
   * Whether the run may have seen that the model does not keep one answer per record, and then have
   * no way to send all others alone.
   */
  boolean isDistrusted() {
    return miscounts() && !joins() && after == After.RETRY && !(isolates() && mostFiles > ROWS);
  }

  private static boolean isText(Map<String, String> options) {
    return options.containsKey("resultFormat");
  }

  static Map<String, String> options(SplittableRandom random) {
    Map<String, String> options = new TreeMap<>();
    options.put("executor", random.nextInt(4) == 0 ? "local" : "batch-transform");
    options.put("batchStrategy", random.nextInt(3) == 0 ? "MultiRecord" : "SingleRecord");
    options.put("instanceCount", Integer.toString(random.nextInt(1, 3)));
    options.put("minFilesPerInstance", Integer.toString(random.nextInt(1, 3)));
    options.put("onFailure", random.nextInt(5) == 0 ? "retry" : "isolate");
    options.put("maxAttempts", Integer.toString(random.nextInt(3, 6)));
    options.put("invocationsMaxRetries", "0");
    switch (random.nextInt(5)) {
      case 0 -> options.put("join", "record");
      case 1 -> options.put("resultFormat", "text");
      default -> {}
    }
    return options;
  }

  static List<String> kinds(SplittableRandom random, Map<String, String> options) {
    int size = random.nextInt(20);
    int rows =
        size == 0
            ? random.nextInt(1000, ROWS + 1)
            : size < 6 ? random.nextInt(41, 301) : random.nextInt(1, 41);
    options.put("maxRecordsPerFile", Integer.toString(Math.max(2, rows / random.nextInt(2, 20))));
    int badInThousand = rows > 300 ? 5 : new int[] {0, 10, 30, 100, 500}[random.nextInt(5)];
    List<String> bad = bad(random, options);
    List<String> fine = FINE.stream().sorted().limit(random.nextInt(1, FINE.size() + 1)).toList();
    List<String> kinds = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      boolean isBad = random.nextInt(1000) < badInThousand;
      kinds.add(
          isBad ? bad.get(random.nextInt(bad.size())) : fine.get(random.nextInt(fine.size())));
    }
    return List.copyOf(kinds);
  }

  /**
   * Up to three kinds. What one request holds of several records cannot be told apart when too many
   * answers to one make up for too few to another, so such records are not sent together.
   */
  private static List<String> bad(SplittableRandom random, Map<String, String> options) {
    boolean together = options.get("batchStrategy").equals("MultiRecord");
    List<String> choice = new ArrayList<>(REFUSED);
    boolean surplus = random.nextBoolean();
    choice.addAll(together ? (surplus ? SURPLUS : MISSING) : both());
    if (!together) {
      choice.add("spanning");
    }
    if (isText(options)) {
      choice.removeAll(List.of("garbage", "glued", "spanning"));
    }
    choice.sort(null);
    List<String> bad = new ArrayList<>();
    for (int kind = random.nextInt(1, 4); kind > 0; kind--) {
      bad.add(choice.get(random.nextInt(choice.size())));
    }
    return bad;
  }

  private static Set<String> both() {
    Set<String> both = new HashSet<>(SURPLUS);
    both.addAll(MISSING);
    return both;
  }
}
