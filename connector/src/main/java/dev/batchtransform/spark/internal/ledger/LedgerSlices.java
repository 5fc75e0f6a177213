package dev.batchtransform.spark.internal.ledger;

import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.stage.RawFiles;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.Uninterrupted;
import dev.batchtransform.spark.internal.stage.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a ledger that has many of them: a slice is the list of so many, in an object beside
 * the ledger, which names its slices in their order. So a change of the run costs a short ledger
 * and the slices with the files that it decides, and not the list of all files.
 *
 * <p>A slice is called by the digest of its content. It is written before a ledger names it, it
 * never changes, and it stays until the run is deleted: whichever ledger somebody reads, its slices
 * are there, also while another driver writes or has been killed.
 *
 * <p>Knows what was written last, so it belongs to the driver that has claimed the run.
 */
final class LedgerSlices {
  /** Hadoop setting of how many files a ledger or a slice has, so that tests need not have more. */
  static final String FILES = "dev.batchtransform.ledger.files";

  private static final int DEFAULT_FILES = 1_000;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final String EXTENSION = ".json";

  private final int filesOfSlice;
  private final Configuration hadoop;
  private List<Slice> written = List.of();
  private @Nullable Instant writtenOf;

  private LedgerSlices(int filesOfSlice, Configuration hadoop) {
    this.filesOfSlice = filesOfSlice;
    this.hadoop = hadoop;
  }

  /** The slices of a run of which this driver has written none. */
  static LedgerSlices of(Configuration hadoop) {
    return new LedgerSlices(Math.max(1, hadoop.getInt(FILES, DEFAULT_FILES)), hadoop);
  }

  private record Slice(String name, List<LedgerFile> files) {}

  /**
   * Writes the slices that are not there yet.
   *
   * @return the ledger that names them; with all files in it when they are few
   * @throws IOException when one cannot be written; then nothing names those that were
   */
  synchronized RunLedger write(RunLedger run, RunLayout layout) throws IOException {
    if (fitsInOne(run)) {
      return run.inOne();
    }
    List<List<LedgerFile>> all = cut(run.files());
    Slice[] slices = asWritten(run, all);
    List<Integer> changed =
        IntStream.range(0, slices.length).filter(each -> slices[each] == null).boxed().toList();
    if (!changed.isEmpty()) {
      Uninterrupted.run(
          () -> InParallel.of(changed, each -> slices[each] = put(all.get(each), layout)));
      FaultPoint.LEDGER_SLICES_WRITTEN.reached();
    }
    written = List.of(slices);
    writtenOf = run.created();
    return run.inSlices(written.stream().map(Slice::name).toList());
  }

  /** Parts of files count as files do. */
  private boolean fitsInOne(RunLedger run) {
    return run.files().stream().flatMap(LedgerFile::all).limit(filesOfSlice + 1L).count()
        <= filesOfSlice;
  }

  private List<List<LedgerFile>> cut(List<LedgerFile> files) {
    List<List<LedgerFile>> all = new ArrayList<>();
    for (int first = 0; first < files.size(); first += filesOfSlice) {
      all.add(files.subList(first, Math.min(files.size(), first + filesOfSlice)));
    }
    return all;
  }

  /** The slices that are there; null for those that have changed. */
  private @Nullable Slice[] asWritten(RunLedger run, List<List<LedgerFile>> all) {
    @Nullable Slice[] slices = new Slice[all.size()];
    // A run that replaces another one has deleted that one's slices.
    int known = run.created().equals(writtenOf) ? Math.min(slices.length, written.size()) : 0;
    for (int each = 0; each < known; each++) {
      Slice before = written.get(each);
      slices[each] = before.files().equals(all.get(each)) ? before : null;
    }
    return slices;
  }

  /** Of a name there is only one content. */
  private Slice put(List<LedgerFile> files, RunLayout layout) throws IOException {
    byte[] json = LedgerJson.writeFiles(files);
    Slice slice = new Slice(DigestUtils.sha256Hex(json), files);
    Path path = path(layout, slice.name());
    if (!RawFiles.of(path, hadoop).exists(path)) {
      WholeFile.write(path, json, hadoop);
    }
    return slice;
  }

  /**
   * The ledger with all its files.
   *
   * @throws IOException when a slice is missing or damaged
   */
  static RunLedger read(RunLedger run, RunLayout layout, Configuration hadoop) throws IOException {
    if (run.slices().isEmpty()) {
      return run;
    }
    for (String name : run.slices()) {
      if (!NAME.matcher(name).matches()) {
        throw new IOException("it names a file outside of the run's folder");
      }
    }
    List<Path> paths = run.slices().stream().map(name -> path(layout, name)).toList();
    return run.joined(
        InParallel.of(paths, path -> files(path, hadoop)).stream().flatMap(List::stream).toList());
  }

  private static List<LedgerFile> files(Path slice, Configuration hadoop) throws IOException {
    byte[] json;
    try (InputStream in = RawFiles.open(slice, hadoop)) {
      json = in.readAllBytes();
    } catch (FileNotFoundException missing) {
      throw new IOException("its list of files " + slice + " is missing", missing);
    }
    if (!slice.getName().equals(DigestUtils.sha256Hex(json) + EXTENSION)) {
      throw new IOException("its list of files " + slice + " is damaged");
    }
    return LedgerJson.readFiles(json);
  }

  private static Path path(RunLayout layout, String name) {
    return new Path(layout.ledgerSlices(), name + EXTENSION);
  }
}
