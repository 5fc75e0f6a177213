package dev.batchtransform.spark.internal.housekeeping;

import dev.batchtransform.spark.internal.session.TaskWeight;
import dev.batchtransform.spark.internal.stage.FolderFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Counts what lies in a folder, page by page. Travels to the executors.
 *
 * @param hadoop the session's Hadoop configuration
 */
record FolderSize(SerializableConfiguration hadoop) implements Serializable {

  /** A folder has some pages of names at least, and how many more nobody knows before. */
  static final TaskWeight WEIGHT = new TaskWeight(0, 8);

  /** What lies in a folder. */
  record Size(long files, long bytes) implements Serializable {}

  Size of(String folder) throws IOException {
    Path path = new Path(folder);
    long count = 0;
    long bytes = 0;
    try {
      FolderFiles files = FolderFiles.below(path, hadoop.value());
      for (; files.hasNext(); count++) {
        bytes += files.next().getLen();
      }
    } catch (FileNotFoundException deletedMeanwhile) {
      return new Size(0, 0);
    }
    return new Size(count, bytes);
  }
}
