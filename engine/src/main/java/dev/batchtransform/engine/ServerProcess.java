package dev.batchtransform.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A model's server as a process of its own, which a shell starts and which is told its port in
 * {@code SAGEMAKER_BIND_TO_PORT}. It ends with this process, even when this one is killed: a second
 * shell waits for the end of its standard input, which the system closes then.
 */
public final class ServerProcess implements AutoCloseable {

  /** Without {@code setsid} only the command itself is ended with this process, and no child. */
  private static final String SCRIPT =
      """
      exec 3<&0
      if command -v setsid >/dev/null 2>&1; then
        setsid /bin/sh -c "$1" </dev/null &
        child=$!
        group=-$child
      else
        /bin/sh -c "$1" </dev/null &
        child=$!
        group=$child
      fi
      ( read -r _ <&3; kill -9 $child $group ) >/dev/null 2>&1 &
      watch=$!
      wait $child
      code=$?
      kill -9 $watch 2>/dev/null
      [ $group = $child ] || kill -9 $group 2>/dev/null
      exit $code
      """;

  /** A process that left the command's group may hold its output open forever. */
  private static final Duration FOR_THE_LAST_LINES = Duration.ofSeconds(5);

  private static final Duration TO_END = Duration.ofSeconds(10);

  private final Process process;
  private final Thread reader;
  private final URI uri;

  private ServerProcess(Process process, Thread reader, URI uri) {
    this.process = process;
    this.reader = reader;
    this.uri = uri;
  }

  /**
   * Starts a command.
   *
   * @param environment variables that are added to this process's own
   * @param log takes each line that it prints, in a thread of its own
   * @throws IOException when there is no shell
   */
  public static ServerProcess start(
      String command, Map<String, String> environment, Consumer<String> log) throws IOException {
    int port = freePort();
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sh", command);
    builder.environment().putAll(environment);
    builder.environment().put("SAGEMAKER_BIND_TO_PORT", Integer.toString(port));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    Thread reader = new Thread(() -> copyLines(process, log), "server-log-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    return new ServerProcess(process, reader, URI.create("http://127.0.0.1:" + port));
  }

  /** Free at this moment; a server cannot be handed an open socket. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void copyLines(Process process, Consumer<String> log) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(log);
    } catch (IOException | UncheckedIOException failure) {
      log.accept("The server's output ended: " + failure.getMessage());
    }
  }

  /** Where it serves, once it does. */
  public URI uri() {
    return uri;
  }

  /** Whether the command is running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What the command ended with, once it has. */
  int exitCode() {
    return process.exitValue();
  }

  /** Waits until all that it printed was taken, once it has ended. */
  void awaitLastLines() throws InterruptedException {
    reader.join(FOR_THE_LAST_LINES.toMillis());
  }

  /**
   * Ends it, with all processes that it started, and waits for that. Its input is closed first:
   * while the first shell still starts the others, killing it would leave them behind, and they
   * keep the pipes open that tell both this process and the second shell of its end.
   */
  @Override
  public void close() {
    // Listed before the parent ends, since orphans are no longer its descendants.
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    closeInput();
    awaitEnd(List.of(process.toHandle()));
    family.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(family);
  }

  private void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException ended) {
      // Then there is nobody left to read it.
    }
  }

  /** Where nobody reaps orphans, they never seem to end. */
  private static void awaitEnd(List<ProcessHandle> processes) {
    CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, TO_END.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
