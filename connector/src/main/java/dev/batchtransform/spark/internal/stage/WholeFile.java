package dev.batchtransform.spark.internal.stage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * A file that appears whole or not at all. On an object store whose stream can be aborted the
 * stream writes to the final name, since an object is seen only when it is closed; elsewhere it
 * writes to a hidden name beside it and is renamed.
 *
 * <p>Not thread-safe. {@link #close()} after {@link #commit()} or {@link #abort()} does nothing;
 * without either it aborts.
 */
public final class WholeFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final Pattern HIDDEN = Pattern.compile("\\..+\\.[0-9a-f-]{36}");

  private final FileSystem fileSystem;
  private final Path path;
  private final Path written;
  private final FSDataOutputStream stream;
  private final OutputStream out;
  private boolean open = true;

  private WholeFile(FileSystem fileSystem, Path path, Path written, FSDataOutputStream stream) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.written = written;
    this.stream = stream;
    this.out = new BufferedOutputStream(stream, BUFFER_BYTES);
  }

  /** Begins a file at {@code path}; what is there already is replaced at {@link #commit()}. */
  public static WholeFile create(Path path, Configuration hadoop) throws IOException {
    return create(RawFiles.of(path, hadoop), path);
  }

  static WholeFile create(FileSystem fileSystem, Path path) throws IOException {
    Path written = appearsOnClose(fileSystem, path) ? path : hiddenBeside(path);
    try {
      return new WholeFile(fileSystem, path, written, RawFiles.create(fileSystem, written));
    } catch (IOException failure) {
      // An interrupt may come when the file is there and its permissions are not.
      if (!written.equals(path)) {
        Discard.quietly(fileSystem, written, false);
      }
      throw failure;
    }
  }

  /** Writes {@code bytes} to {@code path}, whole or not at all. */
  public static void write(Path path, byte[] bytes, Configuration hadoop) throws IOException {
    try (WholeFile file = create(path, hadoop)) {
      file.out().write(bytes);
      file.commit();
    }
  }

  /**
   * Where the content goes. Closing it is the business of {@link #commit()} and {@link #abort()}.
   */
  public OutputStream out() {
    return out;
  }

  /** Makes the file appear under its name. An interrupt does not end it. */
  public void commit() throws IOException {
    Uninterrupted.run(
        () -> {
          out.close();
          if (!written.equals(path)) {
            RawFiles.forgetChecksum(path, fileSystem.getConf());
            replace();
          }
        });
    open = false;
  }

  /**
   * Leaves nothing behind, not even a partial file. Never throws: it runs where something else has
   * failed already.
   */
  public void abort() {
    if (!open) {
      return;
    }
    open = false;
    Discard.quietly(fileSystem, written, stream, written.equals(path));
  }

  @Override
  public void close() {
    abort();
  }

  /**
   * A plain rename is all it takes for a new name; some file systems refuse it onto a file that is
   * there.
   */
  private void replace() throws IOException {
    if (!fileSystem.rename(written, path)) {
      overwrite();
    }
  }

  private void overwrite() throws IOException {
    try {
      FileContext context = FileContext.getFileContext(path.toUri(), fileSystem.getConf());
      context.rename(written, path, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException onlyFileSystem) {
      fileSystem.delete(path, false);
      if (!fileSystem.rename(written, path)) {
        throw new IOException("Cannot rename " + written + " to " + path);
      }
    }
  }

  /** Whether it is the hidden file of one that is not whole yet, or never became it. */
  static boolean isUnfinished(Path file) {
    return HIDDEN.matcher(file.getName()).matches();
  }

  private static Path hiddenBeside(Path path) {
    return new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
  }

  /** Whether a file is there only once its stream is closed, so that it needs no hidden one. */
  static boolean appearsOnClose(FileSystem fileSystem, Path path) throws IOException {
    return fileSystem.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
  }
}
