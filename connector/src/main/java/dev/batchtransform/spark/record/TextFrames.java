package dev.batchtransform.spark.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/** Answers that are lines of text, blank ones among them. */
final class TextFrames implements AnswerFrames {

  private final Lines lines;
  private final boolean spaced;
  private boolean begun;

  /**
   * The lines of a file.
   *
   * @param spaced whether a blank line after each answer is none
   */
  TextFrames(InputStream in, boolean spaced) {
    this.lines = new Lines(in);
    this.spaced = spaced;
  }

  @Override
  public boolean next() throws IOException {
    boolean passed = !spaced || !begun || lines.next();
    begun = true;
    return passed && lines.next();
  }

  @Override
  public UTF8String read(ValueReader reader) {
    int start = lines.start();
    return UTF8String.fromBytes(Arrays.copyOfRange(lines.buffer(), start, start + lines.length()));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
