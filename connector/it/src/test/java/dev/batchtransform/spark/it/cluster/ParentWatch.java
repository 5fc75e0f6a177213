package dev.batchtransform.spark.it.cluster;

import java.io.IOException;
import java.io.OutputStream;

/** Lets a process of the cluster end with the tests that started it, however these end. */
final class ParentWatch {
  private ParentWatch() {}

  static void start() {
    Thread watch = new Thread(ParentWatch::haltAtEndOfInput, "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void haltAtEndOfInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // As good an end as any.
    }
    Runtime.getRuntime().halt(0);
  }
}
