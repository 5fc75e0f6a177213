package dev.batchtransform.spark.internal.stage;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** Somebody else has written a file since its content was seen. */
public final class FileChangedException extends IOException {

  FileChangedException(Path path, IOException failure) {
    super(path + " was replaced by somebody else in the meantime", failure);
  }
}
