package dev.batchtransform.emulator.container;

import dev.batchtransform.engine.HttpModel;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The container of one emulated instance. */
public sealed interface ModelContainer extends AutoCloseable permits RunningServer, ChildProcess {

  Duration BETWEEN_PINGS = Duration.ofMillis(50);

  /** As an image in a registry is named. */
  Pattern NAMED_SERVER = Pattern.compile("([^/:@\\s]+:\\d+)/[^/\\s]+");

  /**
   * Starts what an image names: nothing for {@code http://host:port} and {@code
   * host:port/name[:tag]}, a process for {@code exec:<command>}, which a shell reads. The name and
   * tag are there for clients that name a job after the image, as they do after one in a registry.
   *
   * @param environment variables that are added to the emulator's own
   * @param log takes each line that the container prints
   * @throws IOException when the image is neither, or the command does not start
   */
  static ModelContainer start(String image, Map<String, String> environment, Consumer<String> log)
      throws IOException {
    if (image.startsWith("exec:")) {
      return ChildProcess.start(image.substring("exec:".length()), environment, log);
    }
    if (image.startsWith("http://") || image.startsWith("https://")) {
      return new RunningServer(URI.create(image));
    }
    Matcher named = NAMED_SERVER.matcher(image);
    if (named.matches()) {
      return new RunningServer(URI.create("http://" + named.group(1)));
    }
    throw new IOException(
        ("Cannot run the image '%s'. Name a server as http://host:port or host:port/name, or a"
                + " command as exec:<command>.")
            .formatted(image));
  }

  /** Where it serves {@code /ping} and {@code /invocations}. */
  URI uri();

  /**
   * Waits until {@code /ping} answers 200.
   *
   * @param model the container's own
   * @param stuck whether the answers are taken for failures
   * @return false when it has not within the time, or has ended
   */
  default boolean awaitPing(HttpModel model, Duration timeout, boolean stuck)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (stuck || !model.ping()) {
      if (System.nanoTime() - deadline >= 0 || !isAlive()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_PINGS.toMillis());
    }
    return true;
  }

  /** Whether it can still answer. */
  boolean isAlive();

  /** Ends it, with all processes that it started. */
  @Override
  void close();
}
