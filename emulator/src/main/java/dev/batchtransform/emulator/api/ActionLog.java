package dev.batchtransform.emulator.api;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every call that was made, oldest first. */
public final class ActionLog {

  private final List<Action> actions = new CopyOnWriteArrayList<>();

  void add(Action action) {
    actions.add(action);
  }

  /** The calls so far. */
  public List<Action> actions() {
    return List.copyOf(actions);
  }
}
