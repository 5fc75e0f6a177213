package dev.batchtransform.spark.executor.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that stands under its name only when it is whole. Where a stream can be aborted, as on S3,
 * nothing is visible before it is closed; elsewhere a hidden file of its own is renamed at the end.
 * Several attempts at one file do not harm each other: each that succeeds leaves the same content.
 */
final class WholeFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WholeFile.class);

  private static final int BUFFER = 1 << 16;

  private final FileSystem fileSystem;
  private final Path path;
  private final Path written;
  private final FSDataOutputStream stream;
  private final OutputStream buffered;
  private boolean committed;

  private WholeFile(FileSystem fileSystem, Path path, Path written, FSDataOutputStream stream) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.written = written;
    this.stream = stream;
    this.buffered = new BufferedOutputStream(stream, BUFFER);
  }

  /** Starts to write the file. */
  static WholeFile create(FileSystem fileSystem, Path path) throws IOException {
    if (fileSystem.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM)) {
      return new WholeFile(fileSystem, path, path, fileSystem.create(path, true));
    }
    Path hidden =
        new Path(path.getParent(), "_temporary-" + path.getName() + "-" + UUID.randomUUID());
    try {
      return new WholeFile(fileSystem, path, hidden, fileSystem.create(hidden, true));
    } catch (IOException e) {
      // An interrupt may come when the file is there and its permissions are not.
      fileSystem.delete(hidden, false);
      throw e;
    }
  }

  OutputStream stream() {
    return buffered;
  }

  /** Gives the file its name. */
  void commit() throws IOException {
    buffered.close();
    if (!written.equals(path) && !fileSystem.rename(written, path)) {
      // Some file systems do not rename onto a file: another attempt was first with the same.
      if (!fileSystem.exists(path)) {
        throw new IOException("Cannot rename " + written + " to " + path + ".");
      }
      fileSystem.delete(written, false);
    }
    committed = true;
  }

  /** Discards what has been written unless it was committed. Never throws. */
  @Override
  public void close() {
    if (committed) {
      return;
    }
    try {
      if (written.equals(path)) {
        // Closing this stream would publish half a file.
        stream.abort();
      } else {
        discardHidden();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Could not discard {}: {}", written, e.toString());
    }
  }

  private void discardHidden() throws IOException {
    try {
      stream.close();
    } finally {
      fileSystem.delete(written, false);
    }
  }
}
