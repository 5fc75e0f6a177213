package dev.batchtransform.spark.internal.deadletter;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.internal.join.AlignedReader;
import dev.batchtransform.spark.internal.join.AnswerPlan;
import dev.batchtransform.spark.internal.join.FileToRead;
import dev.batchtransform.spark.internal.join.RowError;
import dev.batchtransform.spark.internal.record.encode.OneLineJson;
import dev.batchtransform.spark.internal.stage.StagedRecords;
import dev.batchtransform.spark.internal.stage.WholeFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Writes the dead letters of some staged files. Walks them as a read of the result does, so that
 * both say the same of each row. Travels to the executors.
 *
 * @param plan how the answers are read
 * @param number in the name of the file that will hold the dead letters of all
 * @param hadoop the session's Hadoop configuration
 */
record DeadLetterTask(AnswerPlan plan, int number, SerializableConfiguration hadoop)
    implements Serializable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Writes one part, and returns its number. */
  Integer write(int part, List<FileToRead> files) throws IOException {
    Configuration conf = hadoop.value();
    try (WholeFile written = WholeFile.create(plan.layout().deadLetterPart(number, part), conf)) {
      JsonGenerator json = OneLineJson.generator(written.out());
      for (FileToRead file : files) {
        append(file, json, conf);
      }
      json.flush();
      written.commit();
    }
    return part;
  }

  private void append(FileToRead file, JsonGenerator json, Configuration conf) throws IOException {
    try (AlignedReader rows = new AlignedReader(file, plan, true, conf);
        Records records = new Records(file, conf)) {
      while (rows.next()) {
        RowError error = rows.error();
        if (error != null) {
          MAPPER.writeValue(json, letter(error, records));
          json.writeRaw('\n');
        }
      }
    }
  }

  private static DeadLetter letter(RowError error, Records records) throws IOException {
    Long line = error.line();
    return new DeadLetter(
        error.code().name(),
        error.message(),
        error.file(),
        line,
        error.attempts(),
        error.wave(),
        line == null ? null : records.text(line));
  }

  /** The records of a file, which is not there when none of its rows was sent. */
  private final class Records implements AutoCloseable {
    private final FileToRead file;
    private final Configuration conf;
    private @Nullable StagedRecords open;

    Records(FileToRead file, Configuration conf) {
      this.file = file;
      this.conf = conf;
    }

    String text(long line) throws IOException {
      if (open == null) {
        open = StagedRecords.open(plan.layout(), file.staged(), conf);
      }
      return new String(open.record(line), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      if (open != null) {
        open.close();
      }
    }
  }
}
