package dev.batchtransform.spark.it;

import dev.batchtransform.spark.it.sandbox.Sandbox;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StorageStatistics.LongStatistic;

/** What lies below a staging path, and how often S3 was asked. */
public final class StagingPaths {
  private StagingPaths() {}

  /** Names of all files below {@code folder}, relative to it. */
  public static List<String> files(Sandbox sandbox, String folder) {
    Path root = new Path(folder);
    List<String> names = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> files = fileSystem(sandbox, root).listFiles(root, true);
      while (files.hasNext()) {
        String path = files.next().getPath().toString();
        names.add(path.substring(folder.length() + 1));
      }
      return names;
    } catch (FileNotFoundException nothing) {
      return names;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** S3A's own counters of requests and operations so far. */
  public static Map<String, Long> requests(Sandbox sandbox, String folder) {
    Map<String, Long> counters = new TreeMap<>();
    Iterator<LongStatistic> statistics =
        fileSystem(sandbox, new Path(folder)).getStorageStatistics().getLongStatistics();
    while (statistics.hasNext()) {
      LongStatistic statistic = statistics.next();
      if (statistic.getName().startsWith("object_") || statistic.getName().startsWith("op_")) {
        counters.put(statistic.getName(), statistic.getValue());
      }
    }
    return counters;
  }

  public static String text(Sandbox sandbox, String file) {
    Path path = new Path(file);
    try (var in = fileSystem(sandbox, path).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Replaces a file's text. */
  static void write(Sandbox sandbox, String file, String text) {
    Path path = new Path(file);
    try (var out = fileSystem(sandbox, path).create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void delete(Sandbox sandbox, String file) {
    Path path = new Path(file);
    try {
      fileSystem(sandbox, path).delete(path, true);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public static FileSystem fileSystem(Sandbox sandbox, Path path) {
    Configuration hadoop = sandbox.spark().sparkContext().hadoopConfiguration();
    try {
      return path.getFileSystem(hadoop);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
