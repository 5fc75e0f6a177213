package dev.batchtransform.spark.it.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Spark standalone cluster on this machine: a master, workers, and an executor of one core for
 * each worker. All are processes of their own, with the tests' class path. What they log is in the
 * cluster's directory.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  /** Two names of this machine: Spark tries nothing twice at a time on one host. */
  private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost");

  static final int WORKERS = HOSTS.size();

  private final Path directory;
  private final Process master;
  private final String url;
  private final Map<String, Process> workers = new HashMap<>();

  private StandaloneCluster(Path directory, Process master, String url) {
    this.directory = directory;
    this.master = master;
    this.url = url;
  }

  /** Starts a master. */
  static StandaloneCluster start(Path directory) throws IOException {
    // Where a worker looks for the jars of executors, whose class path is given otherwise here.
    Files.createDirectories(directory.resolve("jars"));
    Process master = launch(directory, "master", MasterProcess.class, List.of());
    BufferedReader output = master.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(MasterProcess.READY)) {
        String url = line.substring(MasterProcess.READY.length());
        return new StandaloneCluster(directory, master, url);
      }
    }
    throw new IOException("Spark's master did not start. See " + directory);
  }

  /** Starts the workers that are not there. */
  void complete() throws IOException {
    for (String host : HOSTS) {
      if (!workers.containsKey(host)) {
        workers.put(host, launch(directory, "worker", WorkerProcess.class, worker(host)));
      }
    }
  }

  private List<String> worker(String host) {
    String logs = directory.resolve("work").toString();
    return List.of(
        "--host",
        host,
        "--webui-port",
        "0",
        "--cores",
        "1",
        "--memory",
        "700m",
        "--work-dir",
        logs,
        url);
  }

  /** What a session needs to run on this cluster. */
  Map<String, String> sparkConf() {
    Map<String, String> conf = new HashMap<>();
    conf.put("spark.master", url);
    conf.put("spark.executor.extraClassPath", CLASS_PATH);
    conf.put("spark.executor.memory", "600m");
    conf.put("spark.executor.cores", "1");
    conf.put("spark.executor.extraJavaOptions", logging());
    conf.put("spark.cores.max", Integer.toString(WORKERS));
    conf.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    conf.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    return conf;
  }

  /**
   * Kills a worker and the executor that it has started, which is the process {@code pid} or has
   * started that.
   */
  void killWorkerOf(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    Map.Entry<String, Process> worker =
        workers.entrySet().stream()
            .filter(each -> each.getValue().descendants().anyMatch(process::equals))
            .findFirst()
            .orElseThrow();
    ProcessHandle executor =
        worker
            .getValue()
            .children()
            .filter(child -> child.equals(process) || child.descendants().anyMatch(process::equals))
            .findFirst()
            .orElseThrow();
    executor.destroyForcibly();
    kill(worker.getValue());
    executor.onExit().join();
    workers.remove(worker.getKey());
  }

  @Override
  public void close() {
    workers.values().forEach(StandaloneCluster::kill);
    kill(master);
  }

  private static void kill(Process process) {
    process.destroyForcibly().onExit().join();
  }

  private static Process launch(Path directory, String name, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                logging(),
                "-cp",
                CLASS_PATH,
                main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(Files.createTempFile(directory, name, ".log").toFile());
    Map<String, String> environment = builder.environment();
    environment.put("SPARK_HOME", directory.toString());
    environment.put("SPARK_SCALA_VERSION", "2.12");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder.start();
  }

  /** To standard error, because the tests' own configuration would share one file. */
  private static String logging() {
    return "-Dlog4j2.configurationFile=org/apache/spark/log4j2-defaults.properties";
  }
}
