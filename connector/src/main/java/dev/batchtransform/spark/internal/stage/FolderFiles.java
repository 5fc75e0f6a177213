package dev.batchtransform.spark.internal.stage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * The files below a folder at any depth, page by page, while others write, rename and delete there.
 * {@link FileSystem#listFiles} would ask a disk for each file's permissions, and fail when one of
 * the files has got another name meanwhile.
 */
public final class FolderFiles implements RemoteIterator<FileStatus> {
  private final FileSystem fileSystem;
  private final Deque<Path> folders = new ArrayDeque<>();
  private RemoteIterator<FileStatus> page;
  private @Nullable FileStatus next;

  private FolderFiles(FileSystem fileSystem, Path folder) throws IOException {
    this.fileSystem = fileSystem;
    this.page = fileSystem.listStatusIterator(folder);
    advance();
  }

  /**
   * The files below {@code folder}.
   *
   * @throws FileNotFoundException when the folder does not exist
   */
  public static FolderFiles below(Path folder, Configuration hadoop) throws IOException {
    return new FolderFiles(folder.getFileSystem(hadoop), folder);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public FileStatus next() throws IOException {
    FileStatus file = next;
    if (file == null) {
      throw new NoSuchElementException();
    }
    advance();
    return file;
  }

  private void advance() throws IOException {
    next = null;
    while (next == null && (page.hasNext() || openNextFolder())) {
      FileStatus child = page.next();
      if (child.isDirectory()) {
        folders.add(child.getPath());
      } else {
        next = child;
      }
    }
  }

  /** Whether there is one with something in it. */
  private boolean openNextFolder() throws IOException {
    while (!folders.isEmpty()) {
      try {
        page = fileSystem.listStatusIterator(folders.remove());
        if (page.hasNext()) {
          return true;
        }
      } catch (FileNotFoundException deletedMeanwhile) {
        // It has no files.
      }
    }
    return false;
  }
}
