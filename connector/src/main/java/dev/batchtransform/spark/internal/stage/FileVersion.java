package dev.batchtransform.spark.internal.stage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Which content a file had at some moment, where its store can make a write depend on that: S3A
 * since Hadoop 3.4.2, by S3's {@code If-Match} and {@code If-None-Match}. Elsewhere it is unknown.
 *
 * @param isKnown whether the store can tell
 * @param etag what it calls the content; empty when there was no file
 */
public record FileVersion(boolean isKnown, Optional<String> etag) {
  private static final FileVersion UNKNOWN = new FileVersion(false, Optional.empty());
  private static final FileVersion ABSENT = new FileVersion(true, Optional.empty());

  /**
   * Options of Hadoop's {@code Options.CreateFileOptionKeys}, which the Hadoop of Spark 3.5 lacks.
   */
  private static final String IF_ABSENT = "fs.option.create.conditional.overwrite";

  private static final String IF_ETAG = "fs.option.create.conditional.overwrite.etag";

  /** The version that the file has now. */
  public static FileVersion of(Path path, Configuration hadoop) throws IOException {
    return of(RawFiles.of(path, hadoop), path);
  }

  private static FileVersion of(FileSystem fileSystem, Path path) throws IOException {
    if (!fileSystem.hasPathCapability(path, IF_ABSENT)
        || !fileSystem.hasPathCapability(path, IF_ETAG)) {
      return UNKNOWN;
    }
    try {
      return fileSystem.getFileStatus(path) instanceof EtagSource source && source.getEtag() != null
          ? new FileVersion(true, Optional.of(source.getEtag()))
          : UNKNOWN;
    } catch (FileNotFoundException none) {
      return ABSENT;
    }
  }

  /**
   * Writes the file if it still has this version. A store may refuse the condition itself, or do
   * what it was asked and be asked again since its answer was lost: so a refusal is judged by what
   * the file is then.
   */
  void replace(FileSystem fileSystem, Path path, byte[] bytes) throws IOException {
    try {
      Uninterrupted.run(() -> replaceIfSame(fileSystem, path, bytes));
    } catch (IOException failure) {
      if (has(fileSystem, path, bytes)) {
        return;
      }
      if (!of(fileSystem, path).equals(this)) {
        throw new FileChangedException(path, failure);
      }
      WholeFile.write(path, bytes, fileSystem.getConf());
    }
  }

  private void replaceIfSame(FileSystem fileSystem, Path path, byte[] bytes) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(path).overwrite(true);
    if (etag.isPresent()) {
      builder.must(IF_ETAG, etag.get());
    } else {
      builder.must(IF_ABSENT, true);
    }
    try (FSDataOutputStream out = builder.build()) {
      out.write(bytes);
    }
  }

  private static boolean has(FileSystem fileSystem, Path path, byte[] bytes) throws IOException {
    try (InputStream in = fileSystem.open(path)) {
      return Arrays.equals(in.readAllBytes(), bytes);
    } catch (FileNotFoundException none) {
      return false;
    }
  }
}
