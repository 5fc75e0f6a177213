package dev.batchtransform.engine;

import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind a server that this process starts, and starts again when it has died. The command
 * may hold secrets and is never shown; what the server prints is, where it does not start.
 */
public final class ExecModel implements LocalModel {

  private static final Logger LOG = LoggerFactory.getLogger(ExecModel.class);
  private static final int LINES_KEPT = 20;
  private static final int CHARACTERS_OF_A_LINE = 200;
  private static final Duration BETWEEN_PINGS = Duration.ofMillis(50);

  /** All files of a wave ask for the server, and the first one may have waited long for it. */
  private static final Duration BETWEEN_STARTS = Duration.ofSeconds(10);

  private final String command;
  private final Map<String, String> environment;
  private final Duration startTimeout;
  private final InstantSource clock;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private @Nullable ServerProcess process;
  private @Nullable HttpModel server;
  private @Nullable ModelUnavailableException notStarted;
  private Instant triedAt = Instant.EPOCH;
  private boolean closed;

  /**
   * Starts nothing yet.
   *
   * @param command what a shell is to run
   * @param environment variables that are added to this process's own
   * @param startTimeout how long a server that was started may take to answer its ping with 200
   */
  public ExecModel(String command, Map<String, String> environment, Duration startTimeout) {
    this(command, environment, startTimeout, InstantSource.system());
  }

  ExecModel(
      String command, Map<String, String> environment, Duration startTimeout, InstantSource clock) {
    this.command = command;
    this.environment = Map.copyOf(environment);
    this.startTimeout = startTimeout;
    this.clock = clock;
  }

  /** {@inheritDoc} Starts the server. */
  @Override
  public ExecutionParameters executionParameters() throws IOException, InterruptedException {
    return running().executionParameters();
  }

  /** {@inheritDoc} Starts the server again when it has died. */
  @Override
  public boolean ping() throws InterruptedException {
    try {
      return running().ping();
    } catch (IOException failure) {
      LOG.warn("{}", failure.getMessage());
      return false;
    }
  }

  @Override
  public ModelResponse invoke(ModelRequest request) throws IOException, InterruptedException {
    return running().invoke(request);
  }

  /** One thread starts it, and the others wait for that. */
  private synchronized HttpModel running() throws IOException, InterruptedException {
    if (closed) {
      throw new IOException("The model was closed.");
    }
    if (process != null && server != null && process.isAlive()) {
      return server;
    }
    if (process != null) {
      LOG.warn("The server of 'exec:...' has ended with code {}. It is started again.", code());
      stop();
    }
    if (notStarted != null && clock.instant().isBefore(triedAt.plus(BETWEEN_STARTS))) {
      throw notStarted;
    }
    try {
      return start();
    } catch (ModelUnavailableException failure) {
      notStarted = failure;
      triedAt = clock.instant();
      throw failure;
    }
  }

  private HttpModel start() throws IOException, InterruptedException {
    ServerProcess started = ServerProcess.start(command, environment, this::keep);
    HttpModel model = new HttpModel(started.uri());
    process = started;
    long deadline = System.nanoTime() + startTimeout.toNanos();
    boolean ready = false;
    try {
      while (!model.ping()) {
        if (!started.isAlive()) {
          started.awaitLastLines();
          throw failedStart("has ended with code " + code());
        }
        if (System.nanoTime() - deadline >= 0) {
          throw failedStart(
              "has not answered GET /ping with 200 within %d s"
                  .formatted(startTimeout.toSeconds()));
        }
        TimeUnit.NANOSECONDS.sleep(BETWEEN_PINGS.toNanos());
      }
      ready = true;
    } finally {
      if (!ready) {
        model.close();
        stop();
      }
    }
    server = model;
    LOG.info("Started the server of 'exec:...' at {}", started.uri());
    return model;
  }

  private int code() {
    return process == null ? 0 : process.exitCode();
  }

  private ModelUnavailableException failedStart(String how) {
    List<String> printed;
    synchronized (lastLines) {
      printed = List.copyOf(lastLines);
    }
    return new ModelUnavailableException(
        "The server that option 'localModel' starts (exec:...) %s. It must listen on the port in SAGEMAKER_BIND_TO_PORT. %s"
            .formatted(
                how,
                printed.isEmpty()
                    ? "It has printed nothing."
                    : "Its last lines: " + String.join(" | ", printed)));
  }

  private void keep(String line) {
    LOG.debug("server: {}", line);
    synchronized (lastLines) {
      if (lastLines.size() == LINES_KEPT) {
        lastLines.removeFirst();
      }
      lastLines.addLast(
          line.length() <= CHARACTERS_OF_A_LINE
              ? line
              : line.substring(0, CHARACTERS_OF_A_LINE) + "…");
    }
  }

  private void stop() {
    if (process != null) {
      process.close();
    }
    if (server != null) {
      server.close();
    }
    process = null;
    server = null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    stop();
  }

  /** Without the command. */
  @Override
  public String toString() {
    return "exec:...";
  }
}
