package dev.batchtransform.spark.internal.stage;

import dev.batchtransform.spark.internal.stage.ManifestOrder.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which staged files are cut, and into how many parts, so that the instances of a job have equal
 * loads. Only when all is staged is it known how much there is and which task had most of it. Files
 * that are level as they are, which is the rule, stay as they are.
 */
public final class LevelCut {
  /**
   * With so many equal files each, instances that take the next when they are free end within 1/20
   * of each other.
   */
  private static final int FILES_OF_AN_INSTANCE = 20;

  /**
   * Smallest part that is made because a hash may be uneven. Storing it, its answers and its place
   * in a listing is about four requests to S3, 16 millionths of a USD: what an ml.m5.xlarge costs
   * for a quarter of a second, in which few models answer so much.
   */
  private static final double SMALLEST_BYTES = 32 << 10;

  private static final double STEP = 1.1;

  private LevelCut() {}

  /**
   * Into how many parts each file is cut, by its name; files that stay whole are not in it.
   *
   * @param files all that a job is given
   * @param instances that it will have
   */
  public static Map<String, Integer> of(List<StagedFile> files, int instances) {
    long records = files.stream().mapToLong(StagedFile::records).sum();
    if (instances == 1 || records < 2L * FilePlans.RECORDS_TO_FEED) {
      return Map.of();
    }
    double most = mostByHash(files, instances);
    Map<String, Integer> parts = parts(files, most);
    return isLevel(cut(files, parts), instances)
        ? parts
        : parts(files, Math.min(most, 1.0 / (FILES_OF_AN_INSTANCE * instances)));
  }

  /**
   * How much a run has to send so that a hash deals level loads: with less, its files would be so
   * small that storing them costs more than it saves.
   */
  public static long bytesForLevelHashes(int instances) {
    return (long) (SMALLEST_BYTES * Makespan.filesForLevelHashes(instances));
  }

  /**
   * The largest load that a file may be for a hash to deal level loads: no more is cut than that.
   */
  private static double mostByHash(List<StagedFile> files, int instances) {
    double[] loads = FileLoads.of(files);
    double bytes = files.stream().mapToDouble(StagedFile::bytes).sum();
    double finest = Math.max(1.0 / Makespan.filesForLevelHashes(instances), SMALLEST_BYTES / bytes);
    double most = 1;
    while (most > finest
        && byHash(loads, most, instances) > Makespan.LEVEL_BY_HASH
        && count(loads, most / STEP) <= STEP * FilePlan.MOST_FILES) {
      most /= STEP;
    }
    return Math.max(most, finest);
  }

  private static double byHash(double[] loads, double most, int instances) {
    double squares = 0;
    double largest = 0;
    for (double load : loads) {
      double parts = Math.ceil(load / most);
      squares += load * load / parts;
      largest = Math.max(largest, load / parts);
    }
    return Makespan.byHash(squares, largest, instances);
  }

  private static double count(double[] loads, double most) {
    double count = 0;
    for (double load : loads) {
      count += Math.ceil(load / most);
    }
    return count;
  }

  /**
   * The files as they are once they are cut, the parts of each together. Bytes are divided evenly,
   * which is not exact.
   *
   * @param parts into how many parts each file is cut, by its name
   */
  public static List<Group> cut(List<StagedFile> files, Map<String, Integer> parts) {
    return files.stream()
        .map(file -> new Group(file, cut(file, parts.getOrDefault(file.name(), 1))))
        .toList();
  }

  private static List<StagedFile> cut(StagedFile file, int parts) {
    if (parts == 1) {
      return List.of(file);
    }
    List<StagedFile> all = new ArrayList<>();
    long first = 0;
    for (long records : records(file, parts)) {
      String name = file.nameOfPart(first, records);
      long bytes = Math.round((double) file.bytes() * records / file.records());
      all.add(new StagedFile(name, records, records, bytes, 0));
      first += records;
    }
    return all;
  }

  /**
   * The same of sizes alone.
   *
   * @param sizes how many files there are of each number of records
   * @param bytesARecord on average
   */
  static SortedMap<Long, Long> sizes(
      SortedMap<Long, Long> sizes, double bytesARecord, int instances) {
    List<StagedFile> files = new ArrayList<>();
    sizes.forEach(
        (records, count) -> {
          for (long each = 0; each < count; each++) {
            String name = Integer.toString(files.size());
            long bytes = Math.max(1, Math.round(records * bytesARecord));
            files.add(new StagedFile(name, records, records, bytes, 0));
          }
        });
    SortedMap<Long, Long> after = new TreeMap<>();
    cut(files, of(files, instances)).stream()
        .flatMap(group -> group.sent().stream())
        .forEach(file -> after.merge(file.records(), 1L, Long::sum));
    return after;
  }

  /** The records of each of so many parts, which differ by one at most. */
  public static List<Long> records(StagedFile file, int parts) {
    List<Long> records = new ArrayList<>();
    for (long part = 0; part < parts; part++) {
      records.add(file.records() * (part + 1) / parts - file.records() * part / parts);
    }
    return records;
  }

  private static boolean isLevel(List<Group> files, int instances) {
    double[] loads = FileLoads.of(ManifestOrder.of(files, instances));
    return Makespan.inTurn(loads, instances) <= Makespan.LEVEL
        && Makespan.freeFirst(loads, instances) <= Makespan.LEVEL;
  }

  private static Map<String, Integer> parts(List<StagedFile> files, double most) {
    double[] loads = FileLoads.of(files);
    Map<String, Integer> parts = new HashMap<>();
    for (int at = 0; at < loads.length; at++) {
      StagedFile file = files.get(at);
      int count = (int) Math.min(file.records(), (long) Math.ceil(loads[at] / most));
      if (count > 1) {
        parts.put(file.name(), count);
      }
    }
    return parts;
  }
}
