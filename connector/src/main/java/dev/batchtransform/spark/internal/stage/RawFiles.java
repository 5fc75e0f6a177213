package dev.batchtransform.spark.internal.stage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files as the store itself keeps them. Hadoop's local disk keeps each file's checksum in a second
 * file, {@code .<name>.crc}, and the two cannot be replaced at once: who reads in between finds one
 * of them missing or unlike the other. Below that a disk's rename is atomic. Staged files have
 * checksums of their own.
 */
public final class RawFiles {
  private RawFiles() {}

  /** The file system of {@code path}, without checksums in files of their own. */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    return fileSystem instanceof ChecksumFileSystem checked
        ? checked.getRawFileSystem()
        : fileSystem;
  }

  /** Deletes the checksum that an earlier version has left; it is not that of the next content. */
  static void forgetChecksum(Path path, Configuration hadoop) throws IOException {
    if (path.getFileSystem(hadoop) instanceof ChecksumFileSystem checked) {
      checked.getRawFileSystem().delete(checked.getChecksumFile(path), false);
    }
  }
}
