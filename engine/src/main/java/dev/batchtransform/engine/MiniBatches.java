package dev.batchtransform.engine;

import dev.batchtransform.engine.processing.DataProcessing;
import dev.batchtransform.engine.processing.DataProcessingException;
import dev.batchtransform.spark.model.BatchStrategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forms the requests of one file, in order. With {@link BatchStrategy#MULTI_RECORD} a request takes
 * records as long as the next one still fits. The limit is on what is sent, which is what the input
 * filter leaves of a record.
 */
final class MiniBatches {

  /** About the largest array a JVM makes: no request can be larger. */
  private static final long LARGEST_BODY = Integer.MAX_VALUE - 8L;

  private final RecordReader records;
  private final DataProcessing processing;
  private final boolean single;
  private final long maxBytes;

  private @Nullable Outgoing next;

  MiniBatches(InputStream in, EngineSettings settings, DataProcessing processing) {
    this.processing = processing;
    this.single = settings.batchStrategy() == BatchStrategy.SINGLE_RECORD;
    this.maxBytes = settings.maxPayloadBytes() == 0 ? LARGEST_BODY : settings.maxPayloadBytes();
    this.records =
        new RecordReader(
            in, settings.splitType(), processing.filtersInput() ? LARGEST_BODY : maxBytes);
  }

  @SuppressWarnings("ArrayRecordComponent") // Records are bytes and never compared.
  private record Outgoing(
      long line, byte[] source, byte[] body, @Nullable InvocationException unsent) {

    static Outgoing unsent(InvocationException why) {
      return new Outgoing(why.line(), new byte[0], new byte[0], why);
    }
  }

  /**
   * The next request; null at the end of the file. A record that cannot be sent comes in its turn,
   * as a request of its own that says so.
   */
  @Nullable MiniBatch next() throws IOException {
    Outgoing first = next == null ? read() : next;
    next = null;
    if (first == null) {
      return null;
    }
    if (first.unsent != null) {
      return MiniBatch.unsent(first.unsent);
    }
    return single ? new MiniBatch(first.line, 1, first.body, sources(List.of(first))) : fill(first);
  }

  private MiniBatch fill(Outgoing first) throws IOException {
    List<Outgoing> batch = new ArrayList<>(List.of(first));
    long size = first.body.length;
    for (next = read();
        next != null && next.unsent == null && size + next.body.length <= maxBytes;
        next = read()) {
      batch.add(next);
      size += next.body.length;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream((int) size);
    batch.forEach(record -> body.writeBytes(record.body));
    return new MiniBatch(first.line, batch.size(), body.toByteArray(), sources(batch));
  }

  private List<byte[]> sources(List<Outgoing> batch) {
    return processing.joins() ? batch.stream().map(Outgoing::source).toList() : List.of();
  }

  private @Nullable Outgoing read() throws IOException {
    try {
      byte[] source = records.next();
      return source == null ? null : outgoing(source);
    } catch (InvocationException failure) {
      return Outgoing.unsent(failure);
    }
  }

  private Outgoing outgoing(byte[] source) throws InvocationException {
    byte[] body = filter(source);
    if (body.length > maxBytes) {
      throw InvocationException.tooLarge(records.line(), maxBytes);
    }
    return new Outgoing(records.line(), source, body, null);
  }

  private byte[] filter(byte[] source) throws InvocationException {
    try {
      return processing.modelInput(source);
    } catch (DataProcessingException failure) {
      throw InvocationException.unusable(records.line(), failure);
    }
  }
}
