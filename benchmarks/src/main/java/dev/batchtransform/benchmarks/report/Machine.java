package dev.batchtransform.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where it was measured.
 *
 * @param processor its name, or its architecture where the system does not tell
 * @param cores that the JVM may use
 * @param memoryGib of the machine
 * @param heapGib most that this JVM may use
 * @param load processes that wanted a core in the minute before; well above 0, the machine was not
 *     quiet; negative where the system does not tell
 * @param system name and version of the operating system
 * @param java version of Java
 * @param spark version of Spark
 */
public record Machine(
    String processor,
    int cores,
    double memoryGib,
    double heapGib,
    double load,
    String system,
    String java,
    String spark) {
  private static final double GIB = 1L << 30;
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** This machine, now. */
  public static Machine current(String sparkVersion) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        processorName().orElseGet(system::getArch),
        system.getAvailableProcessors(),
        system.getTotalMemorySize() / GIB,
        Runtime.getRuntime().maxMemory() / GIB,
        system.getSystemLoadAverage(),
        system.getName() + " " + system.getVersion(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        sparkVersion);
  }

  /** One line for people. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "  %s, %d cores, %.0f GiB (heap %.1f GiB), load %.1f; %s; %s; Spark %s%n",
        processor,
        cores,
        memoryGib,
        heapGib,
        load,
        system,
        java,
        spark);
  }

  private static Optional<String> processorName() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }
}
