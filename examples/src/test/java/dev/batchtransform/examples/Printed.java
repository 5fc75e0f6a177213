package dev.batchtransform.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * How an example ended, and what it has printed.
 *
 * @param exitCode 0 when it did all that it should
 */
record Printed(int exitCode, String text) {

  /** Runs an example as its command does. */
  static Printed by(Callable<Integer> example, String... arguments) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream standardOutput = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      int exitCode = new CommandLine(example).execute(arguments);
      return new Printed(exitCode, printed.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(standardOutput);
    }
  }
}
