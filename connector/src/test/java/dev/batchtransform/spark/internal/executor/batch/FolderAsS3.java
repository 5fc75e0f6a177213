package dev.batchtransform.spark.internal.executor.batch;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A local folder under the name of a bucket, {@code s3a://bucket}. */
public final class FolderAsS3 extends RawLocalFileSystem {

  private static final URI BUCKET = URI.create("s3a://bucket");
  private static final String FOLDER = "test.folder-as-s3";

  /** A configuration in which {@code s3a://bucket} is the folder. */
  public static Configuration over(java.nio.file.Path folder) {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.s3a.impl", FolderAsS3.class.getName());
    hadoop.setBoolean("fs.s3a.impl.disable.cache", true);
    hadoop.set(FOLDER, folder.toString());
    return hadoop;
  }

  @Override
  public void initialize(URI uri, Configuration hadoop) throws IOException {
    super.initialize(uri, hadoop);
    setConf(hadoop);
  }

  @Override
  public URI getUri() {
    return BUCKET;
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    File[] files = pathToFile(folder).listFiles();
    if (files == null) {
      throw new FileNotFoundException(folder.toString());
    }
    return Arrays.stream(files)
        .map(
            file ->
                new FileStatus(
                    file.length(),
                    file.isDirectory(),
                    1,
                    1,
                    file.lastModified(),
                    new Path(folder, file.getName())))
        .toArray(FileStatus[]::new);
  }

  @Override
  public File pathToFile(Path path) {
    return new File(getConf().get(FOLDER), path.toUri().getPath());
  }
}
