package dev.batchtransform.spark.it.chaos;

import dev.batchtransform.spark.internal.fault.FaultPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/**
 * Brings a schedule's faults about. A driver that was killed does nothing any more: whatever it
 * still tries, at a fault point or on storage, fails.
 */
final class FaultInjector implements Consumer<FaultPoint>, DiskBucket.Hook {

  /** What a struck driver meets. */
  static final class StruckException extends RuntimeException {
    StruckException(String message) {
      super(message);
    }
  }

  private static final int LAGGING_OUTPUTS = 2;

  private final List<DiskFault> storage;
  private final int[] storageCounts;
  private final Map<FaultPoint, Integer> reached = new EnumMap<>(FaultPoint.class);
  private final List<InjectedFault> hits = new ArrayList<>();
  private int lag;
  private boolean dead;

  FaultInjector(List<DiskFault> storage) {
    this.storage = List.copyOf(storage);
    this.storageCounts = new int[storage.size()];
  }

  /** Another driver begins, and these faults await it. */
  synchronized void begin(Collection<InjectedFault> faults) {
    hits.clear();
    hits.addAll(faults);
    reached.clear();
    dead = false;
  }

  @Override
  public synchronized void accept(FaultPoint point) {
    int times = reached.merge(point, 1, Integer::sum);
    if (dead) {
      throw new StruckException("The driver is dead at " + point);
    }
    for (InjectedFault hit : hits) {
      if (hit.point() == point && hit.nth() == times) {
        dead = hit.kill();
        throw new StruckException((dead ? "Killed at " : "Struck at ") + point);
      }
    }
  }

  @Override
  public synchronized void before(String operation, Path path) throws IOException {
    if (dead) {
      throw new IOException("The driver is dead");
    }
    for (int each = 0; each < storageCounts.length; each++) {
      DiskFault fault = storage.get(each);
      boolean lags = fault.operation().equals("lag") && operation.equals("list");
      boolean matches = lags || fault.operation().equals(operation);
      if (matches
          && path.toString().contains(fault.path())
          && ++storageCounts[each] == fault.nth()) {
        if (!lags) {
          throw new IOException("Storage fails at " + operation);
        }
        lag = LAGGING_OUTPUTS;
      }
    }
  }

  /** While it lags, listings lack outputs. */
  @Override
  public synchronized boolean shows(Path path) {
    if (lag > 0 && path.getName().endsWith(".out")) {
      lag--;
      return false;
    }
    return true;
  }
}
