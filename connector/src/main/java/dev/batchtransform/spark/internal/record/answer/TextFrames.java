package dev.batchtransform.spark.internal.record.answer;

import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/** Answers that are lines of text. */
final class TextFrames implements AnswerFrames {

  private final Lines lines;
  private final boolean spaced;
  private final boolean blankIsText;
  private boolean begun;

  /**
   * The lines of a file.
   *
   * @param framing how answers are told apart. With {@link Framing#LINES}, which only earlier
   *     versions have given to text, a blank line is an answer; else it is the lack of one.
   */
  TextFrames(InputStream in, Framing framing) {
    this.lines = new Lines(in);
    this.spaced = framing.isSpaced();
    this.blankIsText = framing == Framing.LINES;
  }

  @Override
  public boolean next() throws IOException {
    boolean passed = !spaced || !begun || lines.next();
    begun = true;
    return passed && lines.next();
  }

  @Override
  public UTF8String read(ValueReader reader) throws MismatchException {
    if (!blankIsText && lines.isBlank()) {
      throw MismatchException.empty();
    }
    int start = lines.start();
    return UTF8String.fromBytes(Arrays.copyOfRange(lines.buffer(), start, start + lines.length()));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
