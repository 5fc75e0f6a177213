package dev.batchtransform.emulator.api;

import java.util.ArrayList;
import java.util.List;

/** Every call that was made, oldest first. Safe for many threads. */
public final class ActionLog {

  private final List<Action> actions = new ArrayList<>();

  synchronized void add(Action action) {
    actions.add(action);
  }

  /** The calls so far. */
  public synchronized List<Action> actions() {
    return List.copyOf(actions);
  }
}
