package dev.batchtransform.emulator.container;

import java.net.URI;

/** A server that runs already and outlives the job. */
record RunningServer(URI uri) implements ModelContainer {

  @Override
  public boolean isAlive() {
    return true;
  }

  @Override
  public void close() {}
}
