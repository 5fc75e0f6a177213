package dev.batchtransform.spark.executor.local;

import java.util.List;

/**
 * The records of one request.
 *
 * @param line line of the first record; 1 is the first of the file
 * @param records number of records
 * @param body what is sent
 * @param sources the records as they stand in the file, for the join; empty when nothing is joined
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are bytes; mini-batches are never compared.
record MiniBatch(long line, int records, byte[] body, List<byte[]> sources) {

  /** Stands for a single record that cannot be sent. */
  static MiniBatch unsent(long line) {
    return new MiniBatch(line, 1, new byte[0], List.of());
  }

  /** Place and size, never the body. */
  @Override
  public String toString() {
    return "MiniBatch[line=%d, records=%d, %d bytes]".formatted(line, records, body.length);
  }
}
