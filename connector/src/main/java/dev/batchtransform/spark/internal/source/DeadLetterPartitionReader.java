package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.deadletter.DeadLetter;
import dev.batchtransform.spark.internal.deadletter.DeadLetterReader;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Hands a task the dead letters of its file. */
final class DeadLetterPartitionReader implements PartitionReader<InternalRow> {
  private final DeadLetterReader letters;
  private InternalRow row = InternalRow.empty();

  DeadLetterPartitionReader(Path file, Configuration hadoop) throws IOException {
    this.letters = DeadLetterReader.open(file, hadoop);
  }

  @Override
  public boolean next() throws IOException {
    Optional<DeadLetter> letter = letters.next();
    letter.ifPresent(found -> row = row(found));
    return letter.isPresent();
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() throws IOException {
    letters.close();
  }

  private static InternalRow row(DeadLetter letter) {
    return LedgerRow.of(
        letter.code(),
        letter.message(),
        letter.file(),
        letter.line(),
        letter.attempts(),
        letter.wave(),
        letter.record());
  }
}
