package dev.batchtransform.spark.it.driver;

/** What a driver in a process of its own tells the test that has started it, a line at a time. */
public final class DriverOutput {
  private DriverOutput() {}

  /** Says it on standard output. A line break within would end the line for who listens. */
  public static synchronized void say(String line) {
    System.out.println(line.replaceAll("\\R", " "));
    System.out.flush();
  }
}
