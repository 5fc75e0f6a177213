package dev.batchtransform.spark.internal.record.answer;

import java.io.IOException;
import java.io.InputStream;

/** A file of answers, which can be read more than once. */
@FunctionalInterface
public interface AnswerSource {

  /** Opens the file at its beginning. The caller closes the stream. */
  InputStream open() throws IOException;
}
