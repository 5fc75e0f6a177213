package dev.batchtransform.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one request.
 *
 * @param line line of the first record; 1 is the first of the file
 * @param records number of records
 * @param body what is sent
 * @param sources the records as they stand in the file, for the join; empty when nothing is joined
 * @param unsent why this one record cannot be sent; null when it can
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are bytes; mini-batches are never compared.
record MiniBatch(
    long line,
    int records,
    byte[] body,
    List<byte[]> sources,
    @Nullable InvocationException unsent) {

  /** Records that can be sent. */
  MiniBatch(long line, int records, byte[] body, List<byte[]> sources) {
    this(line, records, body, sources, null);
  }

  /** Stands for a single record that cannot be sent. */
  static MiniBatch unsent(InvocationException why) {
    return new MiniBatch(why.line(), 1, new byte[0], List.of(), why);
  }

  /** Line of the last record. */
  long lastLine() {
    return line + records - 1;
  }

  /** Throws what keeps the record from being sent, if anything does. */
  void requireSendable() throws InvocationException {
    if (unsent != null) {
      throw unsent;
    }
  }

  /** Place and size, never the body. */
  @Override
  public String toString() {
    return "MiniBatch[line=%d, records=%d, %d bytes]".formatted(line, records, body.length);
  }
}
