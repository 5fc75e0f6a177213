package dev.batchtransform.benchmarks;

import dev.batchtransform.s3.LocalS3;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Where a benchmark runs: a Spark session, and file systems that are empty before and after. */
final class Workspace implements AutoCloseable {
  private static final String BUCKET = "benchmarks";

  /** What to close, the last started first. */
  private final Deque<Closeable> parts = new ArrayDeque<>();

  private final Path directory;
  private final Map<String, String> s3Conf;
  private final String root;
  private final SparkSession spark;

  /**
   * Starts one.
   *
   * @param parent the directory below which files lie; must be on the disk that is to be measured
   * @param s3 whether {@link #path} is on the S3 server, or on the disk itself
   * @param conf further settings of the session
   */
  Workspace(Path parent, String master, boolean s3, Map<String, String> conf) throws IOException {
    directory = Files.createTempDirectory(Files.createDirectories(parent), "run-").toAbsolutePath();
    parts.push(this::deleteDirectory);
    s3Conf = s3 ? startS3() : Map.of();
    root = s3 ? "s3a://" + BUCKET : directory.resolve("files").toUri().toString();
    spark = startSpark(master, conf);
    // Hadoop keeps file systems by their bucket's name; the next workspace has another server.
    parts.push(FileSystem::closeAll);
    parts.push(spark);
  }

  SparkSession spark() {
    return spark;
  }

  /** Hadoop's settings with which the S3 server is reached; empty where there is none. */
  Map<String, String> s3Conf() {
    return s3Conf;
  }

  /** A place for files, by its name. */
  String path(String name) {
    return root + "/" + name;
  }

  /** The same rows from Parquet, a user's usual source, so that no round pays for making them. */
  Dataset<Row> stored(String name, Dataset<Row> df) {
    df.write().parquet(path(name));
    return spark.read().parquet(path(name));
  }

  /** Bytes of all files below {@code path}, which may be a pattern. */
  long size(String path) {
    try {
      org.apache.hadoop.fs.Path pattern = new org.apache.hadoop.fs.Path(path);
      FileSystem files = fileSystem(pattern);
      long bytes = 0;
      for (FileStatus folder : files.globStatus(pattern)) {
        bytes += files.getContentSummary(folder.getPath()).getLength();
      }
      return bytes;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Deletes all below {@code path}. */
  void delete(String path) {
    try {
      org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(path);
      fileSystem(folder).delete(folder, true);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }

  private FileSystem fileSystem(org.apache.hadoop.fs.Path path) throws IOException {
    return path.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  private Map<String, String> startS3() throws IOException {
    // The connector's SDK wants credentials, though no part of a workspace checks them.
    System.setProperty("aws.accessKeyId", LocalS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", LocalS3.SECRET_KEY);
    LocalS3 s3 = LocalS3.start(directory.resolve("s3"));
    parts.push(s3::close);
    s3.createBucket(BUCKET);
    return s3.hadoopConf();
  }

  private SparkSession startSpark(String master, Map<String, String> conf) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("benchmarks")
            .master(master)
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.local.dir", directory.resolve("spark").toString())
            .config("spark.sql.warehouse.dir", directory.resolve("warehouse").toString())
            .config("spark.hadoop.fs.s3a.buffer.dir", directory.resolve("s3a").toString());
    s3Conf.forEach((key, value) -> builder.config("spark.hadoop." + key, value));
    conf.forEach(builder::config);
    return builder.getOrCreate();
  }

  private void deleteDirectory() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
