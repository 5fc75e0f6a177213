package dev.batchtransform.spark.internal.stage;

import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.session.TaskWeight;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Cuts a staged file into smaller ones that hold its records in their order, byte for byte. Travels
 * to the executors. Names and content follow from the file alone, so cutting it twice does no harm.
 *
 * @param layout where the run lies
 * @param hadoop the session's Hadoop configuration
 */
public record FileCut(RunLayout layout, SerializableConfiguration hadoop) implements Serializable {

  /**
   * A file and the cut.
   *
   * @param file has more than one record
   * @param pieces together all of it
   */
  public record Order(StagedFile file, List<Piece> pieces) implements Serializable {
    /** What is read is written again, each piece to a file of its own. */
    public TaskWeight weight() {
      return new TaskWeight(2 * file.bytes(), 1 + pieces.size());
    }
  }

  /** The file and the parts that were written. */
  public record Parts(String file, List<StagedFile> parts) implements Serializable {}

  /**
   * A part to cut.
   *
   * @param records its records; at least 1
   * @param sent whether it may be sent or cut again, so that it has to be written
   */
  public record Piece(long records, boolean sent) implements Serializable {}

  public Parts cut(Order order) throws IOException {
    FaultPoint.FILE_CUT.reached();
    return new Parts(order.file().name(), cut(order.file(), order.pieces()));
  }

  /** Cuts a file into these pieces, which together are all of it. */
  public List<StagedFile> cut(StagedFile file, List<Piece> pieces) throws IOException {
    Configuration conf = hadoop.value();
    List<StagedFile> parts = new ArrayList<>();
    try (StagedRecords in = StagedRecords.open(layout, file, conf)) {
      long first = 0;
      for (Piece piece : pieces) {
        String name = file.nameOfPart(first, piece.records());
        StagedFile part =
            new StagedFile(name, piece.records(), piece.records(), 0, 0, null, file.gzip());
        parts.add(piece.sent() ? write(in, part, conf) : copy(in, part, nowhere()));
        first += piece.records();
      }
    }
    return List.copyOf(parts);
  }

  private StagedFile write(StagedRecords in, StagedFile part, Configuration conf)
      throws IOException {
    try (StagedInput file = StagedInput.create(layout.input(part), conf)) {
      StagedFile written = copy(in, part, file.out());
      file.commit();
      return written;
    }
  }

  private static OutputStream nowhere() {
    return OutputStream.nullOutputStream();
  }

  private static StagedFile copy(StagedRecords in, StagedFile part, OutputStream out)
      throws IOException {
    CRC32C checksum = new CRC32C();
    long bytes = in.copy(part.records(), new CheckedOutputStream(out, checksum));
    return new StagedFile(
        part.name(), part.rows(), part.records(), bytes, checksum.getValue(), null, part.gzip());
  }
}
