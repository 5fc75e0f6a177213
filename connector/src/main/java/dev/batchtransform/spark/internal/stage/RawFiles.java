package dev.batchtransform.spark.internal.stage;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Files as the store itself keeps them. Hadoop's local disk keeps each file's checksum in a second
 * file, {@code .<name>.crc}, and the two cannot be replaced at once: who reads in between finds one
 * of them missing or unlike the other. Below that a disk's rename is atomic. Staged files have
 * checksums of their own.
 */
public final class RawFiles {
  /** Hadoop's {@code core-default.xml}. */
  private static final String DEFAULT_MASK = "022";

  private RawFiles() {}

  /** The file system of {@code path}, without checksums in files of their own. */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    return fileSystem instanceof ChecksumFileSystem checked
        ? checked.getRawFileSystem()
        : fileSystem;
  }

  /** Opens a file. */
  public static FSDataInputStream open(Path path, Configuration hadoop) throws IOException {
    return of(path, hadoop).open(path);
  }

  /**
   * Begins a file, in place of the one that may be there, and the folders it lies in.
   *
   * <p>On a local disk Hadoop starts a process for each new file, to give it the permissions that
   * {@code fs.permissions.umask-mode} asks for. Where nobody has asked for any, the operating
   * system gives it those of this process, which takes a hundredth of the time.
   */
  public static FSDataOutputStream create(FileSystem fileSystem, Path path) throws IOException {
    if (fileSystem.getClass() != RawLocalFileSystem.class || asksForPermissions(fileSystem)) {
      return fileSystem.create(path, true);
    }
    File file = ((RawLocalFileSystem) fileSystem).pathToFile(path);
    Files.createDirectories(file.toPath().toAbsolutePath().getParent());
    Files.write(file.toPath(), new byte[0]);
    return fileSystem.append(path);
  }

  private static boolean asksForPermissions(FileSystem fileSystem) {
    String mask = fileSystem.getConf().get(CommonConfigurationKeys.FS_PERMISSIONS_UMASK_KEY);
    return mask != null && !mask.equals(DEFAULT_MASK);
  }

  /** Deletes the checksum that an earlier version has left; it is not that of the next content. */
  static void forgetChecksum(Path path, Configuration hadoop) throws IOException {
    if (path.getFileSystem(hadoop) instanceof ChecksumFileSystem checked) {
      checked.getRawFileSystem().delete(checked.getChecksumFile(path), false);
    }
  }
}
