package dev.batchtransform.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.batchtransform.benchmarks.report.Figure;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The most heap that was in use, seen at each garbage collection. What is in use before one is
 * mostly garbage that nobody had to collect yet; what remains after one is what the work needs, at
 * most.
 */
final class HeapWatch implements AutoCloseable {
  private static final double MIB = 1L << 20;

  private final Set<String> heapPools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toUnmodifiableSet());
  private final List<NotificationEmitter> collectors =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(GarbageCollectorMXBean::isValid)
          .map(NotificationEmitter.class::cast)
          .toList();
  private final NotificationListener listener = (notification, unused) -> collected(notification);
  private final AtomicLong peak = new AtomicLong();
  private final AtomicLong peakAfterCollection = new AtomicLong();

  /** Begins to watch. */
  HeapWatch() {
    System.gc();
    collectors.forEach(collector -> collector.addNotificationListener(listener, null, null));
  }

  /** What was seen until now. */
  List<Figure> figures(String of) {
    long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return List.of(
        new Figure(of + ", peak heap", Math.max(peak.get(), now) / MIB, "MiB"),
        new Figure(of + ", peak heap after a collection", peakAfterCollection.get() / MIB, "MiB"));
  }

  @Override
  public void close() {
    for (NotificationEmitter collector : collectors) {
      try {
        collector.removeNotificationListener(listener);
      } catch (ListenerNotFoundException failure) {
        throw new IllegalStateException(failure);
      }
    }
  }

  private void collected(Notification notification) {
    if (notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      var collection =
          GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
              .getGcInfo();
      peak.accumulateAndGet(used(collection.getMemoryUsageBeforeGc()), Math::max);
      peakAfterCollection.accumulateAndGet(used(collection.getMemoryUsageAfterGc()), Math::max);
    }
  }

  private long used(Map<String, MemoryUsage> pools) {
    return pools.entrySet().stream()
        .filter(pool -> heapPools.contains(pool.getKey()))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }
}
