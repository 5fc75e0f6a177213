package dev.batchtransform.emulator.fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The faults that are still to strike, oldest first. Safe for many threads. */
public final class Faults {

  /**
   * A fault and how often it will still strike.
   *
   * @param remaining 0 for ever
   */
  public record Armed(Fault fault, int remaining) {}

  private final List<Armed> armed = new ArrayList<>();

  /** Adds faults behind those that are there. */
  public synchronized void add(Collection<? extends Fault> faults) {
    faults.forEach(fault -> armed.add(new Armed(fault, fault.count().orElse(1))));
  }

  /** What is still to strike. */
  public synchronized List<Armed> remaining() {
    return List.copyOf(armed);
  }

  /** Forgets all faults. */
  public synchronized void clear() {
    armed.clear();
  }

  /** Whether a fault of this kind would strike the resource. */
  public synchronized <F extends Fault> boolean threatens(
      Class<F> kind, String resource, Predicate<F> where) {
    return armed.stream().anyMatch(each -> strikes(each.fault(), kind, resource, where));
  }

  /** Takes one strike of the oldest fault of this kind that concerns the resource. */
  public synchronized <F extends Fault> Optional<F> take(
      Class<F> kind, String resource, Predicate<F> where) {
    Iterator<Armed> each = armed.iterator();
    for (int i = 0; each.hasNext(); i++) {
      Armed next = each.next();
      if (strikes(next.fault(), kind, resource, where)) {
        if (next.remaining() == 1) {
          each.remove();
        } else if (next.remaining() > 1) {
          armed.set(i, new Armed(next.fault(), next.remaining() - 1));
        }
        return Optional.of(kind.cast(next.fault()));
      }
    }
    return Optional.empty();
  }

  /** Takes one strike of the oldest fault of this kind that concerns the resource. */
  public <F extends Fault> Optional<F> take(Class<F> kind, String resource) {
    return take(kind, resource, any -> true);
  }

  private static <F extends Fault> boolean strikes(
      Fault fault, Class<F> kind, String resource, Predicate<F> where) {
    return kind.isInstance(fault)
        && fault.job().map(resource::contains).orElse(true)
        && where.test(kind.cast(fault));
  }
}
