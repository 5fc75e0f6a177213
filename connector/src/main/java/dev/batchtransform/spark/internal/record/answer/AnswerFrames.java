package dev.batchtransform.spark.internal.record.answer;

import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The answers of a file, one after the other. */
interface AnswerFrames extends Closeable {

  /** Moves to the next answer; what was not read of the one before is passed over. */
  boolean next() throws IOException;

  /** Reads the answer; at most once. */
  @Nullable Object read(ValueReader reader) throws IOException, MismatchException;
}
