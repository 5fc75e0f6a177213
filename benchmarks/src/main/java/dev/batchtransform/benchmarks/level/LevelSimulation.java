package dev.batchtransform.benchmarks.level;

import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.FilePlan;
import dev.batchtransform.spark.internal.stage.FilePlans;
import dev.batchtransform.spark.internal.stage.LevelCut;
import dev.batchtransform.spark.internal.stage.ManifestOrder;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Simulates how a job's files come to its instances, over counts alone: the files are those that
 * the planner of real runs makes of such partitions, cut and ordered as real runs do it. Beside it
 * the files that {@code df.write.json} makes, one a partition.
 *
 * @param instances of the job
 * @param rows of the DataFrame
 * @param recordBytes bytes of a record
 * @param partitions how the rows are spread
 * @param cost what a record takes
 */
public record LevelSimulation(
    int instances, long rows, int recordBytes, Partitions partitions, RecordCost cost) {

  /**
   * What came of it.
   *
   * @param files that the job is given
   * @param staged files that were staged; the others were cut from them
   * @param cutBytes bytes of the files that were cut, so that they were written twice
   * @param largestBytes of a file
   * @param makespan how long the last instance works, as a multiple of what it would be with equal
   *     loads
   */
  public record Outcome(
      int files, int staged, long cutBytes, long largestBytes, Map<Dealing, Double> makespan) {

    /** How long the last instance works, as a multiple of what it would be with equal loads. */
    public double of(Dealing dealing) {
      return Objects.requireNonNull(makespan.get(dealing));
    }
  }

  /** What the planner makes of it. */
  public Outcome ours(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Piece> places = new HashMap<>();
    List<StagedFile> staged = stage(places, random);
    Map<String, Integer> parts =
        FilePlans.levels(options()) ? LevelCut.of(staged, instances) : Map.of();
    List<StagedFile> ordered = ManifestOrder.of(LevelCut.cut(staged, parts), instances);
    List<Piece> pieces = ordered.stream().map(file -> part(file, places)).toList();
    long cutBytes =
        staged.stream()
            .filter(file -> parts.containsKey(file.name()))
            .mapToLong(StagedFile::bytes)
            .sum();
    return outcome(pieces, staged.size(), cutBytes, random);
  }

  /** What one file a partition makes of it. */
  public Outcome oneFileAPartition(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] ofPartitions = partitions.rows(rows, random);
    List<Piece> pieces = new ArrayList<>();
    long before = 0;
    for (int each = 0; each < ofPartitions.length; each++) {
      if (ofPartitions[each] > 0) {
        pieces.add(
            piece("part-%05d".formatted(each), ofPartitions[each], before, ofPartitions[each]));
      }
      before += ofPartitions[each];
    }
    return outcome(pieces, pieces.size(), 0, random);
  }

  private TransformOptions options() {
    return TransformOptions.parse(
        Map.of("model", "simulated", "instanceCount", Integer.toString(instances)));
  }

  private List<StagedFile> stage(Map<String, Piece> places, SplittableRandom random) {
    FilePlan plan = FilePlans.of(options(), partitions.count());
    long[] ofTasks = partitions.rows(rows, random);
    List<StagedFile> files = new ArrayList<>();
    long before = 0;
    for (int task = 0; task < ofTasks.length; task++) {
      List<StagedFile> ofTask = new ArrayList<>();
      int number = 0;
      for (List<Long> lane : plan.filesOfTask(task, ofTasks[task], recordBytes)) {
        double ofLane = lane.stream().mapToLong(Long::longValue).sum();
        double within = 0;
        for (long records : lane) {
          String name = FilePlan.name("part-%05d-w-%d".formatted(task, task), number++);
          double from = before + ofTasks[task] * within / ofLane;
          within += records;
          double to = before + ofTasks[task] * within / ofLane;
          places.put(name, new Piece(name, records, from / rows, to / rows, 0));
          ofTask.add(new StagedFile(name, records, records, records * recordBytes, 0));
        }
      }
      // A task hands its files over in the order in which it has finished them.
      ofTask.sort(Comparator.comparing(file -> place(file.name(), places).to()));
      files.addAll(ofTask);
      before += ofTasks[task];
    }
    return files;
  }

  private static Piece place(String name, Map<String, Piece> places) {
    return Objects.requireNonNull(places.get(name), "Every file has its place");
  }

  /** A part of a staged file, or all of it. */
  private static Piece part(StagedFile file, Map<String, Piece> places) {
    Piece whole = places.get(file.name());
    if (whole != null) {
      return whole;
    }
    int at = file.name().lastIndexOf("-r");
    Piece cut = place(file.name().substring(0, at), places);
    double first = Long.parseLong(file.name().substring(at + 2, file.name().lastIndexOf('-')));
    double record = (cut.to() - cut.from()) / cut.records();
    return new Piece(
        file.name(),
        file.records(),
        cut.from() + first * record,
        cut.from() + (first + file.records()) * record,
        0);
  }

  private Piece piece(String name, long records, long first, long length) {
    return new Piece(name, records, (double) first / rows, (double) (first + length) / rows, 0);
  }

  private Outcome outcome(List<Piece> pieces, int staged, long cutBytes, SplittableRandom random) {
    List<Piece> paid = pieces.stream().map(piece -> piece.costing(cost.of(piece, random))).toList();
    Map<Dealing, Double> makespan = new EnumMap<>(Dealing.class);
    for (Dealing dealing : Dealing.values()) {
      makespan.put(dealing, dealing.makespan(paid, instances, random));
    }
    long largest = paid.stream().mapToLong(Piece::records).max().orElse(0) * recordBytes;
    return new Outcome(paid.size(), staged, cutBytes, largest, makespan);
  }
}
