package dev.batchtransform.engine;

import dev.batchtransform.engine.processing.DataProcessingException;
import java.util.Arrays;

/**
 * Holds a request's answer against the number of its records, while it is still known which answer
 * came for which request. What passes has a line for each record, so that no answer can be taken
 * for that of another record later. A single record may be left without an answer: its line is
 * blank.
 */
final class AnswerProof {

  private AnswerProof() {}

  /**
   * The answer with a line for each record.
   *
   * @throws AnswerCountException when it has more or fewer answers than records
   * @throws DataProcessingException when it can neither be counted nor kept on a line
   */
  static byte[] oneJsonValueEach(byte[] answer, int records)
      throws AnswerCountException, DataProcessingException {
    JsonAnswers found = JsonAnswers.of(answer);
    if (found.linesWithContent() == 0) {
      return noAnswer(records);
    }
    if (!found.isJson()) {
      return notJson(answer, found, records);
    }
    boolean clear = found.isOneEachLine() || records == 1 || !found.hasBlankLines();
    if (found.values() != records || !clear) {
      throw new AnswerCountException(found.values(), records);
    }
    return found.isOneEachLine() && !found.hasBlankLines() ? answer : found.tidy();
  }

  private static byte[] noAnswer(int records) throws AnswerCountException {
    if (records > 1) {
      throw new AnswerCountException(0, records);
    }
    return new byte[0];
  }

  /** Text is kept where a line is an answer: it may be read as such, or by its row's message. */
  private static byte[] notJson(byte[] answer, JsonAnswers found, int records)
      throws AnswerCountException, DataProcessingException {
    int lines = found.linesWithContent();
    if (records == 1 && lines == 1) {
      return withoutBlankEnds(answer);
    }
    if (records == 1) {
      throw new DataProcessingException(
          "Cannot use the answer because it is neither a JSON value nor a line of text. Name a JSON"
              + " type in option 'accept', or set 'resultFormat' to text where a line is an"
              + " answer.");
    }
    if (lines != records || found.hasBlankLines() || !found.linesStandAlone()) {
      throw new AnswerCountException(lines, records);
    }
    return answer;
  }

  /**
   * The answer, which has a line for each record.
   *
   * @throws AnswerCountException when it has more or fewer
   */
  static byte[] oneLineEach(byte[] answer, int records) throws AnswerCountException {
    byte[] text = records == 1 ? withoutLineEnds(answer) : answer;
    int lines = lines(text);
    if (lines != records && !(records == 1 && lines == 0)) {
      throw new AnswerCountException(lines, records);
    }
    return text;
  }

  private static int lines(byte[] text) {
    int lines = 0;
    for (byte b : text) {
      lines += b == '\n' ? 1 : 0;
    }
    boolean ended = text.length == 0 || text[text.length - 1] == '\n';
    return ended ? lines : lines + 1;
  }

  private static byte[] withoutLineEnds(byte[] text) {
    int end = text.length;
    while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
      end--;
    }
    return Arrays.copyOf(text, end);
  }

  private static byte[] withoutBlankEnds(byte[] text) {
    int start = 0;
    int end = text.length;
    while (start < end && isBlank(text[start])) {
      start++;
    }
    while (end > start && isBlank(text[end - 1])) {
      end--;
    }
    return Arrays.copyOfRange(text, start, end);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
