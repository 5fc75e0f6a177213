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

  static PendingObject create(FileSystem fileSystem, Path path) throws IOException {
    // S3A publishes an object only when its stream is closed and can abort it instead: written in
    // place. Other file systems show a file while it grows: written beside and renamed.
    if (fileSystem.hasPathCapability(path, StreamCapabilities.ABORTABLE_STREAM)) {
      return new PendingObject(fileSystem, path, path, fileSystem.create(path, true));
    }
    Path beside = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
    return new PendingObject(fileSystem, path, beside, fileSystem.create(beside, true));
  }

  /** Where the object's bytes go. */
  public OutputStream stream() {
    return stream;
  }

  /** Publishes the object. */
  public void commit() throws IOException {
    stream.close();
    if (!written.equals(path)) {
      fileSystem.delete(path, false);
      if (!fileSystem.rename(written, path)) {
        throw new IOException("Cannot publish '" + path + "' because the file system refused.");
      }
    }
    settled = true;
  }

  @Override
  public void close() throws IOException {
    if (settled) {
      return;
    }
    settled = true;
    if (written.equals(path)) {
      stream.abort();
    }
    stream.close();
    if (!written.equals(path)) {
      fileSystem.delete(written, false);
    }
  }
}
