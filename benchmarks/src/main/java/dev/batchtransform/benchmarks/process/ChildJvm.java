package dev.batchtransform.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of this class path in a process of its own, which says what it has to say in lines. It
 * ends with this JVM at the latest.
 */
public final class ChildJvm implements AutoCloseable {
  private final String name;
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.output = process.inputReader();
  }

  /** Starts a program with a heap of 1 GB at most. */
  public static ChildJvm start(Class<?> program, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    return new ChildJvm(program.getSimpleName(), process);
  }

  /** Tells it a line. */
  public void say(String line) throws IOException {
    Writer input = process.outputWriter();
    input.write(line);
    input.write('\n');
    input.flush();
  }

  /** What follows {@code beginning} in its next line. */
  public String awaitLine(String beginning) throws IOException {
    String line = output.readLine();
    if (line == null || !line.startsWith(beginning)) {
      close();
      throw new IOException("%s did not do its work. It said: %s".formatted(name, line));
    }
    return line.substring(beginning.length());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
