package dev.batchtransform.spark.stage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes staged files that no ledger names. An attempt that loses cleans up after itself, but one
 * whose machine is lost cannot.
 */
public final class StagingSweep {
  private static final Logger LOG = LoggerFactory.getLogger(StagingSweep.class);

  private StagingSweep() {}

  /**
   * Sweeps the inputs and row logs of one run. Never throws: nothing reads these files.
   *
   * @param committed names of the files that stay, as {@link StagedFile#name()}
   */
  public static void sweep(RunLayout layout, Set<String> committed, Configuration hadoop) {
    sweep(layout.inputs(), ".jsonl", committed, hadoop);
    sweep(layout.rowLogs(), ".rows", committed, hadoop);
    sweepUnfinished(layout.path(), hadoop);
  }

  /**
   * Files that were being written by something that died; where files appear whole there are none.
   */
  private static void sweepUnfinished(Path folder, Configuration hadoop) {
    try {
      FileSystem fileSystem = folder.getFileSystem(hadoop);
      if (WholeFile.appearsOnClose(fileSystem, folder)) {
        return;
      }
      RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder, true);
      while (files.hasNext()) {
        Path file = files.next().getPath();
        if (WholeFile.isUnfinished(file)) {
          Discard.quietly(fileSystem, file, false);
        }
      }
    } catch (IOException | RuntimeException failure) {
      LOG.warn("Cannot look for unfinished files in {}: {}", folder, failure.toString());
    }
  }

  private static void sweep(
      Path folder, String extension, Set<String> committed, Configuration hadoop) {
    try {
      FileSystem fileSystem = folder.getFileSystem(hadoop);
      RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder, false);
      while (files.hasNext()) {
        Path file = files.next().getPath();
        if (!committed.contains(nameOf(file, extension))) {
          LOG.info("Deleting {}, which no committed task has staged", file);
          Discard.quietly(fileSystem, file, false);
        }
      }
    } catch (FileNotFoundException nothingStaged) {
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
