package dev.batchtransform.spark.internal.stage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * A file whose content is replaced again and again, and which everybody finds at any moment, also
 * when whoever replaced it was killed. Where an object appears whole when its stream is closed,
 * that is all it takes. Elsewhere the new content is first written beside the file, to {@code
 * <name>.next}, and then renamed onto it. Many file systems do that by deleting the file first:
 * while it is not there, what lies beside it is the file, provided that it is whole.
 */
public final class ReplacedFile {
  private static final String NEXT = ".next";

  private ReplacedFile() {}

  /** What a file's bytes mean. */
  public interface Content<T> {
    /**
     * What these bytes mean.
     *
     * @throws IOException when the bytes are not whole, or no such content
     */
    T of(byte[] bytes) throws IOException;
  }

  /**
   * Replaces the file, or makes it.
   *
   * @param seen the content that it replaces
   * @param content tells whether content that was left beside the file is whole
   * @throws FileChangedException when the file has other content than was seen; only where the
   *     store can tell
   */
  public static void write(
      Path path, byte[] bytes, FileVersion seen, Content<?> content, Configuration hadoop)
      throws IOException {
    FileSystem fileSystem = RawFiles.of(path, hadoop);
    if (seen.isKnown()) {
      seen.replace(fileSystem, path, bytes);
    } else if (WholeFile.appearsOnClose(fileSystem, path)) {
      WholeFile.write(path, bytes, hadoop);
    } else {
      Uninterrupted.run(() -> replace(fileSystem, path, bytes, content, hadoop));
    }
  }

  /**
   * The file's content; empty when there is no such file.
   *
   * @throws IOException when it cannot be read, or is not whole
   */
  public static <T> Optional<T> read(Path path, Content<T> content, Configuration hadoop)
      throws IOException {
    FileSystem fileSystem = RawFiles.of(path, hadoop);
    Optional<T> found = readIfThere(fileSystem, path, content);
    if (found.isPresent() || WholeFile.appearsOnClose(fileSystem, path)) {
      return found;
    }
    found = readIfWhole(fileSystem, next(path), content);
    // It may have got its own name between the two looks.
    return found.isPresent() ? found : readIfThere(fileSystem, path, content);
  }

  /** Whether a file of this name is the file at {@code path}, or what lies beside it. */
  public static boolean isPartOf(Path path, String name) {
    return name.equals(path.getName()) || name.equals(next(path).getName());
  }

  private static void replace(
      FileSystem fileSystem, Path path, byte[] bytes, Content<?> content, Configuration hadoop)
      throws IOException {
    Path next = next(path);
    boolean wasThere = fileSystem.exists(path) || recovered(fileSystem, path, content);
    try {
      try (OutputStream out = RawFiles.create(fileSystem, next)) {
        out.write(bytes);
      }
      RawFiles.forgetChecksum(path, hadoop);
      if (!fileSystem.rename(next, path)) {
        overwrite(fileSystem, next, path);
      }
    } catch (IOException failure) {
      if (!wasThere || fileSystem.exists(path)) {
        Discard.quietly(fileSystem, next, false);
      }
      throw failure;
    }
  }

  /** Gives what a killed driver has left its name back, before something else is written there. */
  private static boolean recovered(FileSystem fileSystem, Path path, Content<?> content)
      throws IOException {
    return readIfWhole(fileSystem, next(path), content).isPresent()
        && fileSystem.rename(next(path), path);
  }

  private static void overwrite(FileSystem fileSystem, Path next, Path path) throws IOException {
    try {
      FileContext context = FileContext.getFileContext(path.toUri(), fileSystem.getConf());
      context.rename(next, path, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException onlyFileSystem) {
      fileSystem.delete(path, false);
      if (!fileSystem.rename(next, path)) {
        throw new IOException("Cannot rename " + next + " to " + path);
      }
    }
  }

  private static <T> Optional<T> readIfThere(FileSystem fileSystem, Path path, Content<T> content)
      throws IOException {
    try (InputStream in = fileSystem.open(path)) {
      return Optional.of(content.of(in.readAllBytes()));
    } catch (FileNotFoundException none) {
      return Optional.empty();
    }
  }

  private static <T> Optional<T> readIfWhole(FileSystem fileSystem, Path path, Content<T> content) {
    try {
      return readIfThere(fileSystem, path, content);
    } catch (IOException notWholeYet) {
      return Optional.empty();
    }
  }

  private static Path next(Path path) {
    return new Path(path.getParent(), path.getName() + NEXT);
  }
}
