package dev.batchtransform.spark.it.chaos;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.chaos.MixedSchedule.After;
import dev.batchtransform.spark.it.sandbox.S3Fault;
import dev.batchtransform.spark.it.sandbox.S3Request.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A run that two drivers want at the same time, each a process of its own. One of them is suspended
 * or killed at some moment, and S3 fails on the wire. A pure function of the seed.
 *
 * @param run its rows and options, and nothing that strikes it
 * @param kryo for each driver whether Spark serializes with Kryo there
 * @param point where the first driver is struck
 * @param nth at which of the times it comes there
 * @param kill whether it is killed, or suspended until the other one has ended
 * @param storage what strikes S3
 * @param service what strikes SageMaker
 */
record ContestedSchedule(
    MixedSchedule run,
    List<Boolean> kryo,
    FaultPoint point,
    int nth,
    boolean kill,
    List<S3Fault> storage,
    List<Fault> service) {

  /** Moments of a driver that writes. */
  private static final List<FaultPoint> POINTS =
      Stream.of(FaultPoint.values()).filter(point -> point != FaultPoint.READ_FILE).toList();

  private static final List<Operation> OPERATIONS = List.of(Operation.values());

  private static final List<String> PLACES =
      List.of("", "_run.json", "input", "rows", "manifests", "output", "_claims");

  /** Where a listing may lag behind; claims need a store that shows a file once it is written. */
  private static final List<String> LAGGING = List.of("input", "rows", "manifests", "output");

  static ContestedSchedule draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 2).split();
    Map<String, String> options = MixedSchedule.options(random);
    boolean batch = options.get("executor").equals("batch-transform");
    Route route = Route.draw(Route.random(seed));
    route.turn(options, seed);
    List<String> kinds = MixedSchedule.kinds(random, options);
    if (kinds.contains("garbage")) {
      options.put("resultSchema", "tripled BIGINT");
    }
    After after = random.nextInt(3) == 0 ? After.RETRY : After.NOTHING;
    if (after == After.NOTHING && random.nextInt(3) == 0) {
      options.put("cleanup", "input");
    }
    int partitions = random.nextInt(1, 4);
    int mostFiles = new int[] {8, 40, 50_000}[random.nextInt(3)];
    return new ContestedSchedule(
        MixedSchedule.undisturbed(seed, route, partitions, kinds, options, after, mostFiles),
        List.of(random.nextBoolean(), random.nextBoolean()),
        POINTS.get(random.nextInt(POINTS.size())),
        random.nextInt(1, 4),
        random.nextInt(5) == 0,
        storage(random),
        Schedule.both(
            batch ? Schedule.service(random, 3) : List.of(), route.faults(Route.random(~seed))));
  }

  /** Each can make one driver fail, and so can the claim that a suspended one has lost. */
  int faults() {
    return 2 + storage.stream().mapToInt(S3Fault::count).sum() + service.size();
  }

  private static List<S3Fault> storage(SplittableRandom random) {
    List<S3Fault> faults = new ArrayList<>();
    int count = random.nextInt(4);
    for (int fault = 0; fault < count; fault++) {
      int times = random.nextInt(1, 3);
      S3Fault drawn =
          switch (random.nextInt(7)) {
            case 0 -> S3Fault.slowDown(operation(random), times);
            case 1 -> S3Fault.resetUpload(times);
            case 2 -> S3Fault.loseAnswer(Operation.PUT, times);
            case 3 -> S3Fault.loseAnswer(operation(random), times);
            case 4 -> S3Fault.resetDownload(times);
            case 5 -> S3Fault.truncateDownload(times);
            default -> S3Fault.staleListing(times);
          };
      List<String> places = drawn.kind() == S3Fault.Kind.STALE_LISTING ? LAGGING : PLACES;
      faults.add(drawn.of(places.get(random.nextInt(places.size()))));
    }
    return List.copyOf(faults);
  }

  private static Operation operation(SplittableRandom random) {
    return OPERATIONS.get(random.nextInt(OPERATIONS.size()));
  }
}
