package dev.batchtransform.spark.internal.stage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The outputs that a wave has left. An output is there only when its whole file succeeded, so its
 * presence is the file's commit mark. They are looked up by file name at any depth, because
 * SageMaker does not say where below {@code S3OutputPath} the output of a manifest's entry lies.
 */
public final class OutputListing {
  private OutputListing() {}

  /**
   * The outputs of {@code files} below {@code folder}, by file name. What the listing lacks is
   * looked for by name: a file that is taken to have no output is sent and paid again, so a listing
   * that lags behind is not believed.
   */
  public static Map<String, FileStatus> of(
      Path folder, List<StagedFile> files, Configuration hadoop) throws IOException {
    Map<String, FileStatus> outputs = new ConcurrentHashMap<>(of(folder, hadoop));
    FileSystem fileSystem = folder.getFileSystem(hadoop);
    try {
      files.parallelStream()
          .map(StagedFile::outputName)
          .filter(name -> !outputs.containsKey(name))
          .forEach(name -> find(fileSystem, new Path(folder, name), outputs));
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
    return outputs;
  }

  private static void find(FileSystem fileSystem, Path output, Map<String, FileStatus> outputs) {
    try {
      outputs.put(output.getName(), fileSystem.getFileStatus(output));
    } catch (FileNotFoundException none) {
      // It has no output.
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The outputs below {@code folder}, by file name; empty when the folder does not exist. */
  public static Map<String, FileStatus> of(Path folder, Configuration hadoop) throws IOException {
    Map<String, FileStatus> outputs = new HashMap<>();
    try {
      FolderFiles files = FolderFiles.below(folder, hadoop);
      while (files.hasNext()) {
        FileStatus file = files.next();
        String name = file.getPath().getName();
        if (name.endsWith(".out") && !name.startsWith(".")) {
          outputs.put(name, file);
        }
      }
    } catch (FileNotFoundException none) {
      return Map.of();
    }
    return outputs;
  }
}
