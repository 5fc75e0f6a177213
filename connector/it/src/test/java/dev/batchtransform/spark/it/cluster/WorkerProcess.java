package dev.batchtransform.spark.it.cluster;

import org.apache.spark.deploy.worker.Worker;

/** Spark's own worker; the executors that it starts end with it. */
public final class WorkerProcess {
  private WorkerProcess() {}

  public static void main(String[] args) {
    ParentWatch.start();
    Worker.main(args);
  }
}
