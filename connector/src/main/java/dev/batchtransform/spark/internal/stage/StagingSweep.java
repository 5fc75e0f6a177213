package dev.batchtransform.spark.internal.stage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes staged files that no ledger names, and what was never finished. An attempt that loses
 * cleans up after itself, but one whose machine is lost cannot.
 */
public final class StagingSweep {
  private static final Logger LOG = LoggerFactory.getLogger(StagingSweep.class);

  private StagingSweep() {}

  /**
   * Sweeps the folder of one run. Never throws: nothing reads these files.
   *
   * @param committed names of the files that stay, as {@link StagedFile#name()}
   */
  public static void sweep(RunLayout layout, Set<String> committed, Configuration hadoop) {
    sweep(
        layout.inputs(),
        hadoop,
        file -> !committed.contains(StagedFile.nameOfInput(file.getName())));
    sweep(layout.rowLogs(), hadoop, file -> !committed.contains(nameOf(file, ".rows")));
    sweepUnfinished(layout.path(), hadoop);
  }

  /**
   * Files that were being written by something that died; where files appear whole there are none.
   */
  private static void sweepUnfinished(Path folder, Configuration hadoop) {
    try {
      if (!WholeFile.appearsOnClose(folder.getFileSystem(hadoop), folder)) {
        sweep(folder, hadoop, WholeFile::isUnfinished);
      }
    } catch (IOException failure) {
      LOG.warn("Cannot look for unfinished files in {}: {}", folder, failure.toString());
    }
  }

  private static void sweep(Path folder, Configuration hadoop, Predicate<Path> unwanted) {
    try {
      FileSystem fileSystem = folder.getFileSystem(hadoop);
      FolderFiles files = FolderFiles.below(folder, hadoop);
      while (files.hasNext()) {
        Path file = files.next().getPath();
        if (unwanted.test(file)) {
          LOG.info("Deleting {}, which belongs to no committed task", file);
          Discard.quietly(fileSystem, file, false);
        }
      }
    } catch (FileNotFoundException nothingThere) {
      LOG.debug("{} does not exist", folder);
    } catch (IOException | RuntimeException failure) {
      LOG.warn("Cannot look for uncommitted files in {}: {}", folder, failure.toString());
    }
  }

  private static String nameOf(Path file, String extension) {
    String name = file.getName();
    return name.endsWith(extension) ? name.substring(0, name.length() - extension.length()) : name;
  }
}
