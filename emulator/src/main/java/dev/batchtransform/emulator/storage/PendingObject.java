package dev.batchtransform.emulator.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/** An object being written. Closing it without a commit leaves nothing behind. */
public final class PendingObject implements AutoCloseable {

  private final FileSystem fileSystem;
  private final Path path;
  private final Path written;
  private final FSDataOutputStream stream;
  private boolean settled;

  private PendingObject(FileSystem fileSystem, Path path, Path written, FSDataOutputStream stream) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.written = written;
    this.stream = stream;
  }

  /**
   * Starts to write.
   *
   * @param scratch folder of the same file system for what is not yet to be seen
   */
  static PendingObject create(FileSystem fileSystem, Path path, Path scratch) throws IOException {
    // S3A publishes an object only when its stream is closed and can abort it instead: written in
    // place. Other file systems show a file while it grows: written elsewhere and renamed.
    boolean inPlace = fileSystem.hasPathCapability(path, StreamCapabilities.ABORTABLE_STREAM);
    Path written = inPlace ? path : new Path(scratch, UUID.randomUUID().toString());
    try {
      return new PendingObject(fileSystem, path, written, fileSystem.create(written, true));
    } catch (IOException | RuntimeException failure) {
      if (!inPlace) {
        uninterrupted(() -> fileSystem.delete(written, false));
      }
      throw failure;
    }
  }

  /** Where the object's bytes go. */
  public OutputStream stream() {
    return stream;
  }

  /** Publishes the object. */
  public void commit() throws IOException {
    uninterrupted(
        () -> {
          stream.close();
          return written.equals(path) || move();
        });
    settled = true;
  }

  private boolean move() throws IOException {
    fileSystem.mkdirs(path.getParent());
    fileSystem.delete(path, false);
    if (!fileSystem.rename(written, path)) {
      throw new IOException("Cannot publish '" + path + "' because the file system refused.");
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    if (settled) {
      return;
    }
    settled = true;
    uninterrupted(() -> written.equals(path) ? abort() : discard());
  }

  private boolean abort() throws IOException {
    stream.abort();
    stream.close();
    return true;
  }

  private boolean discard() throws IOException {
    try {
      stream.close();
    } finally {
      fileSystem.delete(written, false);
    }
    return true;
  }

  /** A thread that is being stopped must still be able to tidy up, or to finish a commit. */
  private static void uninterrupted(FileAction action) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      boolean unused = action.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @FunctionalInterface
  private interface FileAction {
    boolean run() throws IOException;
  }
}
