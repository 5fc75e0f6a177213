package dev.batchtransform.emulator.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Objects of S3, kept in a Hadoop file system: a bucket is opened as {@code s3a://bucket}, or is a
 * folder below a root when one is given. File systems are its own and are closed with it.
 */
public final class ObjectStore implements AutoCloseable {

  private final Configuration conf;
  private final Optional<URI> root;
  private final Map<String, FileSystem> fileSystems = new ConcurrentHashMap<>();

  /**
   * @param conf Hadoop's settings, such as {@code fs.s3a.endpoint}
   * @param root where {@code s3://bucket/key} is {@code <root>/bucket/key}; empty for S3A
   */
  public ObjectStore(Configuration conf, Optional<URI> root) {
    this.conf = conf;
    this.root = root;
  }

  /** All objects whose key starts with the prefix's characters, in the order of their keys. */
  public List<S3Location> list(S3Location prefix) throws IOException {
    FileSystem fileSystem = fileSystem(prefix.bucket());
    Path bucket = path(new S3Location(prefix.bucket(), ""));
    int slash = prefix.key().lastIndexOf('/');
    Path folder = path(new S3Location(prefix.bucket(), prefix.key().substring(0, slash + 1)));
    String nameStart = prefix.key().substring(slash + 1);
    List<S3Location> objects = new ArrayList<>();
    for (FileStatus status : children(fileSystem, folder)) {
      if (status.getPath().getName().startsWith(nameStart)) {
        addObjects(fileSystem, bucket, status, prefix.bucket(), objects);
      }
    }
    objects.sort(Comparator.comparing(S3Location::key));
    return objects;
  }

  /** Whether a bucket exists. */
  public boolean hasBucket(String bucket) throws IOException {
    try {
      FileStatus[] unused = fileSystem(bucket).listStatus(path(new S3Location(bucket, "")));
      return true;
    } catch (FileNotFoundException absent) {
      return false;
    } catch (IOException failure) {
      // S3A's own exception, which is not on every class path.
      if (failure.getClass().getSimpleName().equals("UnknownStoreException")) {
        return false;
      }
      throw failure;
    }
  }

  private static FileStatus[] children(FileSystem fileSystem, Path folder) throws IOException {
    try {
      FileStatus status = fileSystem.getFileStatus(folder);
      return status.isDirectory() ? fileSystem.listStatus(folder) : new FileStatus[0];
    } catch (FileNotFoundException absent) {
      return new FileStatus[0];
    }
  }

  private static void addObjects(
      FileSystem fileSystem, Path bucket, FileStatus status, String name, List<S3Location> objects)
      throws IOException {
    if (status.isFile()) {
      objects.add(new S3Location(name, keyOf(bucket, status.getPath())));
      return;
    }
    for (FileStatus child : children(fileSystem, status.getPath())) {
      addObjects(fileSystem, bucket, child, name, objects);
    }
  }

  private static String keyOf(Path bucket, Path file) {
    String top = bucket.toUri().getPath();
    String path = file.toUri().getPath();
    return path.substring(top.endsWith("/") ? top.length() : top.length() + 1);
  }

  /** Opens an object. */
  public InputStream open(S3Location object) throws IOException {
    return fileSystem(object.bucket()).open(path(object));
  }

  /**
   * An object's size in bytes.
   *
   * @throws java.io.FileNotFoundException when there is no such object
   */
  public long size(S3Location object) throws IOException {
    return fileSystem(object.bucket()).getFileStatus(path(object)).getLen();
  }

  /** Starts to write an object that appears, or replaces an older one, when it is committed. */
  public PendingObject create(S3Location object) throws IOException {
    // Beside the buckets where they are folders, so that no listing of a bucket shows it.
    Path bucket = path(new S3Location(object.bucket(), ""));
    Path scratch = new Path(root.isPresent() ? bucket.getParent() : bucket, ".pending");
    return PendingObject.create(fileSystem(object.bucket()), path(object), scratch);
  }

  /** Deletes an object if it exists. */
  public void delete(S3Location object) throws IOException {
    fileSystem(object.bucket()).delete(path(object), false);
  }

  private Path path(S3Location location) {
    String key = location.key();
    String name = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    Path bucket =
        root.map(uri -> new Path(new Path(uri), location.bucket()))
            .orElseGet(() -> new Path("s3a", location.bucket(), "/"));
    // Not Path(parent, child), which would read "a:b" in a key as a scheme.
    String top = bucket.toUri().getPath();
    return name.isEmpty()
        ? bucket
        : new Path(
            bucket.toUri().getScheme(),
            bucket.toUri().getAuthority(),
            top.endsWith("/") ? top + name : top + "/" + name);
  }

  private FileSystem fileSystem(String bucket) throws IOException {
    try {
      return fileSystems.computeIfAbsent(bucket, this::newFileSystem);
    } catch (UncheckedIOException failure) {
      throw new IOException(
          "Cannot open the bucket '" + bucket + "' because its file system does not start.",
          failure);
    }
  }

  private FileSystem newFileSystem(String bucket) {
    try {
      Path path = path(new S3Location(bucket, ""));
      FileSystem fileSystem = FileSystem.newInstance(path.toUri(), conf);
      // A local file system would leave checksum files beside the objects.
      fileSystem.setWriteChecksum(false);
      fileSystem.setVerifyChecksum(false);
      return fileSystem;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    for (FileSystem fileSystem : fileSystems.values()) {
      try {
        fileSystem.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
