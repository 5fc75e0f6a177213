package dev.batchtransform.emulator.log;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every log group. Safe for many threads. */
public final class LogGroups {

  /** The group of all transform jobs. */
  public static final String TRANSFORM_JOBS = "/aws/sagemaker/TransformJobs";

  private static final String ENDPOINTS = "/aws/sagemaker/Endpoints/";

  private final Map<String, LogStreams> groups = new ConcurrentHashMap<>();

  public LogGroups() {
    groups.put(TRANSFORM_JOBS, new LogStreams());
  }

  /** The name of an endpoint's group. */
  public static String ofEndpoint(String endpoint) {
    return ENDPOINTS + endpoint;
  }

  /** The group of this name, made when it is not there. */
  public LogStreams open(String group) {
    return groups.computeIfAbsent(group, absent -> new LogStreams());
  }

  /** The group of this name. */
  public Optional<LogStreams> find(String group) {
    return Optional.ofNullable(groups.get(group));
  }
}
