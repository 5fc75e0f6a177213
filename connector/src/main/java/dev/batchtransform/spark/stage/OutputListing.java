package dev.batchtransform.spark.stage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The outputs that a wave has left. An output is there only when its whole file succeeded, so its
 * presence is the file's commit mark. They are looked up by file name at any depth, because
 * SageMaker does not say where below {@code S3OutputPath} the output of a manifest's entry lies.
 */
public final class OutputListing {
  private OutputListing() {}

  /** The outputs below {@code folder}, by file name; empty when the folder does not exist. */
  public static Map<String, FileStatus> of(Path folder, Configuration hadoop) throws IOException {
    Map<String, FileStatus> outputs = new HashMap<>();
    FileSystem fileSystem = folder.getFileSystem(hadoop);
    try {
      RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder, true);
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
