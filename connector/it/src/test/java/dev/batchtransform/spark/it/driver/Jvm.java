package dev.batchtransform.spark.it.driver;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with the tests' own class path. */
public final class Jvm {
  private Jvm() {}

  /**
   * The command that runs a program.
   *
   * @param arguments of the JVM, which begin with {@code -D}, and of the program
   */
  public static List<String> command(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk."))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:TieredStopAtLevel=1",
            "-Daws.accessKeyId=test",
            "-Daws.secretAccessKey=test",
            "-cp",
            System.getProperty("java.class.path")));
    arguments.stream().filter(argument -> argument.startsWith("-D")).forEach(command::add);
    command.add(main.getName());
    arguments.stream().filter(argument -> !argument.startsWith("-D")).forEach(command::add);
    return command;
  }
}
