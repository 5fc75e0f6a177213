package dev.batchtransform.spark.stage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Throws away what is not wanted any more, on interrupted threads too. Its own failures become
 * warnings, since they must not hide or cause others.
 */
public final class Discard {
  private static final Logger LOG = LoggerFactory.getLogger(Discard.class);

  private Discard() {}

  /**
   * Ends a stream so that its file does not come into being, and deletes what the file system has
   * made of it so far.
   *
   * @param appearsOnClose whether closing the stream would publish the file, so that it has to be
   *     aborted
   */
  static void quietly(
      FileSystem fileSystem, Path path, FSDataOutputStream stream, boolean appearsOnClose) {
    try {
      if (appearsOnClose) {
        Uninterrupted.run(stream::abort);
        return;
      }
      Uninterrupted.run(stream::close);
    } catch (IOException | RuntimeException failure) {
      LOG.warn("Cannot end the unwanted file {}: {}", path, failure.toString());
    }
    quietly(fileSystem, path, false);
  }

  /** Deletes both files of a staged file. */
  public static void staged(RunLayout layout, StagedFile file, Configuration hadoop) {
    try {
      FileSystem fileSystem = layout.path().getFileSystem(hadoop);
      quietly(fileSystem, layout.rowLog(file), false);
      if (file.records() > 0) {
        quietly(fileSystem, layout.input(file), false);
      }
    } catch (IOException failure) {
      LOG.warn("Cannot delete {} in {}: {}", file.name(), layout, failure.toString());
    }
  }

  /** Deletes a file, or a folder when {@code recursive}; a missing one is fine. */
  public static void quietly(FileSystem fileSystem, Path path, boolean recursive) {
    try {
      Uninterrupted.run(() -> fileSystem.delete(path, recursive));
    } catch (IOException | RuntimeException failure) {
      LOG.warn("Cannot delete {}; delete it by hand: {}", path, failure.toString());
    }
  }
}
