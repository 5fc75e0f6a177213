package dev.batchtransform.spark.it.chaos;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A bucket whose keys are the disk's own paths: as quick as the disk, and each of its operations
 * can be made to fail. {@code s3n://disk/a/b} is the file {@code /a/b}.
 */
public final class DiskBucket extends RawLocalFileSystem {
  static final URI ROOT = URI.create("s3n://disk");

  /** What happens before an operation. */
  interface Hook {
    void before(String operation, Path path) throws IOException;

    /** Whether a listing shows a file. */
    boolean shows(Path path);
  }

  static final Hook NONE =
      new Hook() {
        @Override
        public void before(String operation, Path path) {}

        @Override
        public boolean shows(Path path) {
          return true;
        }
      };

  /** Spark makes the file system by its class name, so its hook cannot be handed to it. */
  static volatile Hook hook = NONE;

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return ROOT.getScheme();
  }

  @Override
  public FSDataOutputStream create(
      Path path, boolean overwrite, int buffer, short replicas, long block, Progressable progress)
      throws IOException {
    hook.before("create", path);
    return super.create(path, overwrite, buffer, replicas, block, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replicas,
      long block,
      Progressable progress)
      throws IOException {
    hook.before("create", path);
    return super.create(path, permission, overwrite, buffer, replicas, block, progress);
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    hook.before("open", path);
    return super.open(path, buffer);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    hook.before("rename", to);
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    hook.before("delete", path);
    return super.delete(path, recursive);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    hook.before("list", path);
    return Arrays.stream(super.listStatus(path))
        .filter(status -> status.isDirectory() || hook.shows(status.getPath()))
        .map(DiskBucket::withoutPermissions)
        .toArray(FileStatus[]::new);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    hook.before("status", path);
    return withoutPermissions(super.getFileStatus(path));
  }

  /** The superclass looks permissions up by the path's URI, which must be one of {@code file:}. */
  private static FileStatus withoutPermissions(FileStatus status) {
    return new FileStatus(
        status.getLen(),
        status.isDirectory(),
        status.getReplication(),
        status.getBlockSize(),
        status.getModificationTime(),
        status.getPath());
  }

  /** Objects have none, and setting them would start a process for each file. */
  @Override
  public void setPermission(Path path, FsPermission permission) {}
}
