package dev.batchtransform.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.benchmarks.process.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A model's server in a process of its own; it ends with this JVM at the latest. */
public final class ScoreServerProcess implements AutoCloseable {
  /** The option {@code resultSchema} of its answers. */
  public static final String SCHEMA = "id BIGINT, score DOUBLE";

  private final ChildJvm process;
  private final URI address;

  private ScoreServerProcess(ChildJvm process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it and returns when it answers.
   *
   * @param time after which it answers a request; zero is at once
   */
  public static ScoreServerProcess start(Duration time) throws IOException {
    ChildJvm process =
        ChildJvm.start(ScoreServer.class, List.of("--millis", Long.toString(time.toMillis())));
    return new ScoreServerProcess(process, URI.create(process.awaitLine(ScoreServer.READY)));
  }

  /** The option {@code localModel}. */
  public URI address() {
    return address;
  }

  /** What it has seen since it was last asked. */
  public ServerLoad take() {
    try {
      return new ObjectMapper().readValue(address.resolve("/load").toURL(), ServerLoad.class);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
