package dev.batchtransform.spark.internal.claim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Processes of this machine as Linux shows them in {@code /proc}; where there is none, nothing is
 * known of any. The JDK's {@code ProcessHandle} tells a process's start by the wall clock, which
 * moves when the machine's clock is set; ticks since the boot do not.
 */
final class Processes {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  /** Fields of {@code /proc/<pid>/stat} behind the command's closing parenthesis. */
  private static final int STATE = 0;

  private static final int START_TICKS = 19;

  private Processes() {}

  /**
   * Names the set of processes that this one can see: the boot of the kernel and the namespace of
   * process ids, which a container has of its own.
   */
  static Optional<String> visible() {
    try {
      return Optional.of(
          Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NAMESPACE).toString());
    } catch (IOException | RuntimeException unknown) {
      return Optional.empty();
    }
  }

  /** When a process that runs was started, in ticks since the boot; empty when it has ended. */
  static Optional<String> startOf(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
      return ended ? Optional.empty() : Optional.of(fields[START_TICKS]);
    } catch (NoSuchFileException ended) {
      return Optional.empty();
    }
  }
}
