package dev.batchtransform.spark.internal.deadletter;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.internal.record.JsonInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads a file of dead letters, one after the other. */
public final class DeadLetterReader implements Closeable {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(JsonInput.STRICT)
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private final MappingIterator<DeadLetter> letters;

  private DeadLetterReader(MappingIterator<DeadLetter> letters) {
    this.letters = letters;
  }

  /** Opens a file. */
  public static DeadLetterReader open(Path path, Configuration hadoop) throws IOException {
    InputStream in = path.getFileSystem(hadoop).open(path);
    return new DeadLetterReader(MAPPER.readerFor(DeadLetter.class).readValues(in));
  }

  /** The next dead letter; empty at the end. */
  public Optional<DeadLetter> next() throws IOException {
    return letters.hasNextValue() ? Optional.of(letters.nextValue()) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    letters.close();
  }
}
