package dev.batchtransform.benchmarks.load;

import dev.batchtransform.benchmarks.process.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A plain load generator in a process of its own; it ends with this JVM at the latest. */
public final class LoadGeneratorProcess implements AutoCloseable {
  /** What it is, in a user's words. */
  public static final String NAME = "HttpComponents HttpBenchmark";

  private final ChildJvm process;

  private LoadGeneratorProcess(ChildJvm process) {
    this.process = process;
  }

  /**
   * Starts it; it sends nothing yet.
   *
   * @param address where to send
   * @param concurrency requests in flight
   * @param body the file that each request sends
   */
  public static LoadGeneratorProcess start(URI address, int concurrency, Path body)
      throws IOException {
    return new LoadGeneratorProcess(
        ChildJvm.start(
            LoadGenerator.class,
            List.of(
                address.resolve("/invocations").toString(),
                Integer.toString(concurrency),
                body.toString())));
  }

  /** Sends so many requests and returns when all are answered. */
  public void send(long requests) {
    try {
      process.say(Long.toString(requests));
      long answered = Long.parseLong(process.awaitLine(LoadGenerator.ANSWERED));
      if (answered != requests) {
        throw new IOException("%d of %d requests were answered".formatted(answered, requests));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
