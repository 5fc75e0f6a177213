package dev.batchtransform.spark.internal.ledger;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The folders below a staging path that lie where a run's folder lies, whoever has made them. */
public final class RunFolders {
  private RunFolders() {}

  /** All of them; none when the staging path does not exist. */
  public static List<Path> of(Path stagingPath, Configuration hadoop) throws IOException {
    FileSystem fileSystem = stagingPath.getFileSystem(hadoop);
    List<Path> runs = new ArrayList<>();
    for (Path day : days(stagingPath, hadoop)) {
      runs.addAll(folders(fileSystem, day, "run_id="));
    }
    return runs;
  }

  /** The folders of days; none when the staging path does not exist. */
  static List<Path> days(Path stagingPath, Configuration hadoop) throws IOException {
    return folders(stagingPath.getFileSystem(hadoop), stagingPath, "dt=");
  }

  private static List<Path> folders(FileSystem fileSystem, Path parent, String prefix)
      throws IOException {
    List<Path> folders = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> children = fileSystem.listStatusIterator(parent);
      while (children.hasNext()) {
        FileStatus child = children.next();
        if (child.isDirectory() && child.getPath().getName().startsWith(prefix)) {
          // As the caller writes the path: a listing of it names another scheme and host.
          folders.add(new Path(parent, child.getPath().getName()));
        }
      }
    } catch (FileNotFoundException deletedMeanwhile) {
      return List.of();
    }
    return folders;
  }
}
