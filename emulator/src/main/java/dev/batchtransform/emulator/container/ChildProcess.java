package dev.batchtransform.emulator.container;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A container that is a process of its own, told its port in {@code SAGEMAKER_BIND_TO_PORT}. */
final class ChildProcess implements ModelContainer {

  private final Process process;
  private final URI uri;

  private ChildProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  static ChildProcess start(String command, Map<String, String> environment, Consumer<String> log)
      throws IOException {
    int port = freePort();
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
    builder.environment().putAll(environment);
    builder.environment().put("SAGEMAKER_BIND_TO_PORT", Integer.toString(port));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    Thread reader = new Thread(() -> copyLines(process, log), "container-log-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    return new ChildProcess(process, URI.create("http://127.0.0.1:" + port));
  }

  /** Free at this moment; a container cannot be handed an open socket. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void copyLines(Process process, Consumer<String> log) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(log);
    } catch (IOException | UncheckedIOException failure) {
      log.accept("The container's output ended: " + failure.getMessage());
    }
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    // Listed before the parent dies, since orphans are no longer its descendants.
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(handle -> handle.onExit().join());
  }
}
