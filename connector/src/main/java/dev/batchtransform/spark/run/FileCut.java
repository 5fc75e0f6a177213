package dev.batchtransform.spark.run;

import dev.batchtransform.spark.fault.FaultPoint;
import dev.batchtransform.spark.stage.RunLayout;
import dev.batchtransform.spark.stage.StagedFile;
import dev.batchtransform.spark.stage.WholeFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Cuts a staged file into smaller ones that hold its records in their order, byte for byte. Travels
 * to the executors. Names and content follow from the file alone, so cutting it twice does no harm.
 *
 * @param layout where the run lies
 * @param hadoop the application's Hadoop configuration
 */
record FileCut(RunLayout layout, SerializableConfiguration hadoop) implements Serializable {
  private static final int BUFFER_BYTES = 1 << 20;

  /**
   * A file and the cut.
   *
   * @param file has more than one record
   * @param recordsAPart most records of a part; at least 1
   */
  record Order(StagedFile file, long recordsAPart) implements Serializable {}

  /** The file and the parts that were written. */
  record Parts(String file, List<StagedFile> parts) implements Serializable {}

  Parts cut(Order order) throws IOException {
    Path input = layout.input(order.file());
    FaultPoint.FILE_CUT.reached();
    Configuration conf = hadoop.value();
    List<StagedFile> parts = new ArrayList<>();
    try (InputStream in =
        new BufferedInputStream(input.getFileSystem(conf).open(input), BUFFER_BYTES)) {
      for (long first = 0; first < order.file().records(); first += order.recordsAPart()) {
        long records = Math.min(order.recordsAPart(), order.file().records() - first);
        String name = order.file().name() + "-r" + first + "-" + records;
        parts.add(write(name, lines(in, records, input), records, conf));
      }
    }
    return new Parts(order.file().name(), List.copyOf(parts));
  }

  private StagedFile write(String name, byte[] bytes, long records, Configuration conf)
      throws IOException {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    StagedFile part = new StagedFile(name, records, records, bytes.length, checksum.getValue());
    WholeFile.write(layout.input(part), bytes, conf);
    return part;
  }

  private static byte[] lines(InputStream in, long records, Path input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (long line = 0; line < records; ) {
      int next = in.read();
      if (next < 0) {
        throw new IOException(
            "Cannot cut " + input + " because it ends early. It was changed after it was staged.");
      }
      bytes.write(next);
      line += next == '\n' ? 1 : 0;
    }
    return bytes.toByteArray();
  }
}
