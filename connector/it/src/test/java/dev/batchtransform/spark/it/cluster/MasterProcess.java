package dev.batchtransform.spark.it.cluster;

import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.rpc.RpcEnv;

/**
 * Spark's own master on a free port, which it prints: Spark's own main class has it in its log
 * alone.
 */
public final class MasterProcess {
  static final String READY = "listening on ";

  private MasterProcess() {}

  public static void main(String[] args) {
    ParentWatch.start();
    RpcEnv rpc = Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, new SparkConf())._1();
    System.out.println(READY + rpc.address().toSparkURL());
    rpc.awaitTermination();
  }
}
