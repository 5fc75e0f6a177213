package dev.batchtransform.spark.internal.housekeeping;

import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.internal.ledger.RunFolders;
import dev.batchtransform.spark.internal.stage.StorageTrouble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a look through all runs below a staging path has found.
 *
 * @param found what is to be dealt with
 * @param kept what looks like it and is left alone
 */
public record RunSearch<T>(List<T> found, List<Kept> kept) {
  private static final Logger LOG = LoggerFactory.getLogger(RunSearch.class);

  /** A folder that is left alone, and why. */
  public record Kept(String location, String why) {}

  /** A look into a run's folder. */
  interface Look<T> {

    /** What is searched, where the run is or has it. */
    Optional<T> into(Path folder) throws IOException;
  }

  /**
   * Looks into every run's folder. One that cannot be looked into is left alone and hides no other.
   *
   * @param whyKept empty for what is to be dealt with
   */
  static <T> RunSearch<T> below(
      Path stagingPath, Configuration hadoop, Look<T> look, Function<T, Optional<String>> whyKept) {
    List<T> found = new ArrayList<>();
    List<Kept> kept = new ArrayList<>();
    for (Path folder : folders(stagingPath, hadoop)) {
      try {
        Optional<T> seen = look.into(folder);
        Optional<String> why = seen.flatMap(whyKept);
        why.ifPresent(reason -> kept.add(new Kept(folder.toString(), reason)));
        seen.filter(any -> why.isEmpty()).ifPresent(found::add);
      } catch (IOException | RuntimeException failure) {
        LOG.warn("Skipping the run in {}: {}", folder, failure.getMessage());
        kept.add(new Kept(folder.toString(), String.valueOf(failure.getMessage())));
      }
    }
    return new RunSearch<>(List.copyOf(found), List.copyOf(kept));
  }

  private static List<Path> folders(Path stagingPath, Configuration hadoop) {
    try {
      return RunFolders.of(stagingPath, hadoop);
    } catch (IOException failure) {
      throw new StorageException(
          "Cannot look for runs in "
              + stagingPath
              + ". "
              + StorageTrouble.reading(stagingPath, failure),
          failure);
    }
  }
}
