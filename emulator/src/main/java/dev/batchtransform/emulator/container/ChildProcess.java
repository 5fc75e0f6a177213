package dev.batchtransform.emulator.container;

import dev.batchtransform.engine.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/** A container that is a process of its own. */
record ChildProcess(ServerProcess process) implements ModelContainer {

  static ChildProcess start(String command, Map<String, String> environment, Consumer<String> log)
      throws IOException {
    return new ChildProcess(ServerProcess.start(command, environment, log));
  }

  @Override
  public URI uri() {
    return process.uri();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.close();
  }
}
