package dev.batchtransform.spark.internal.stage;

import dev.batchtransform.spark.internal.text.Plural;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /**
   * Deletes a file, or a folder with all in it: file systems page through a folder by themselves,
   * and object stores delete in bulk. What stays behind is named in a warning.
   *
   * @return whether nothing of it is left
   */
  public static boolean all(Path path, Configuration hadoop) {
    try {
      FileSystem fileSystem = path.getFileSystem(hadoop);
      // Some file systems tell a failure by false, which they also answer where nothing was.
      if (delete(fileSystem, path, true) || !fileSystem.exists(path)) {
        return true;
      }
      LOG.warn("Cannot delete all of {}; {}. Delete it by hand", path, left(path, hadoop));
    } catch (IOException | RuntimeException failure) {
      LOG.warn(
          "Cannot delete all of {}; {}. Delete it by hand: {}",
          path,
          left(path, hadoop),
          failure.toString());
    }
    return false;
  }

  private static String left(Path path, Configuration hadoop) {
    try {
      FolderFiles files = FolderFiles.below(path, hadoop);
      String first = "";
      long count = 0;
      for (; files.hasNext(); count++) {
        String name = files.next().getPath().getName();
        first = count == 0 ? ", the first is " + name : first;
      }
      return Plural.of(count, "file") + Plural.choose(count, " stays", " stay") + first;
    } catch (IOException | RuntimeException failure) {
      return "which of its files stay is not known";
    }
  }

  /** Deletes a file, or a folder when {@code recursive}; a missing one is fine. */
  public static void quietly(FileSystem fileSystem, Path path, boolean recursive) {
    try {
      delete(fileSystem, path, recursive);
    } catch (IOException | RuntimeException failure) {
      LOG.warn("Cannot delete {}; delete it by hand: {}", path, failure.toString());
    }
  }

  private static boolean delete(FileSystem fileSystem, Path path, boolean recursive)
      throws IOException {
    AtomicBoolean deleted = new AtomicBoolean();
    Uninterrupted.run(() -> deleted.set(fileSystem.delete(path, recursive)));
    return deleted.get();
  }
}
