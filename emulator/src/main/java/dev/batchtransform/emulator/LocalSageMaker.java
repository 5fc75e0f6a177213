package dev.batchtransform.emulator;

import dev.batchtransform.emulator.api.Action;
import dev.batchtransform.emulator.api.ActionLog;
import dev.batchtransform.emulator.api.ApiServer;
import dev.batchtransform.emulator.api.ApiSettings;
import dev.batchtransform.emulator.api.Backend;
import dev.batchtransform.emulator.endpoint.EndpointContext;
import dev.batchtransform.emulator.endpoint.EndpointRunner;
import dev.batchtransform.emulator.endpoint.EndpointSettings;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.emulator.fault.Faults;
import dev.batchtransform.emulator.job.JobContext;
import dev.batchtransform.emulator.job.JobRunner;
import dev.batchtransform.emulator.job.JobSettings;
import dev.batchtransform.emulator.log.LogGroups;
import dev.batchtransform.emulator.states.ExecutionRunner;
import dev.batchtransform.emulator.storage.ObjectStore;
import dev.batchtransform.engine.time.DurationText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A SageMaker in this process that really runs transform jobs and endpoints, with Step Functions
 * that start such jobs. Point any AWS client's endpoint at {@link #endpoint()}:
 *
 * <pre>{@code
 * try (LocalSageMaker sageMaker = LocalSageMaker.start(
 *     LocalSageMaker.Settings.builder().conf("fs.s3a.endpoint", s3.toString()).build())) {
 *   SageMakerClient client = SageMakerClient.builder().endpointOverride(sageMaker.endpoint())...
 * }
 * }</pre>
 *
 * <p>A model's container is its {@code PrimaryContainer.Image}: {@code http://host:port} for a
 * server that runs already, {@code exec:<command>} for a process that is started for each instance
 * and told its port in {@code SAGEMAKER_BIND_TO_PORT}.
 */
public final class LocalSageMaker implements AutoCloseable {

  private final ApiServer server;
  private final Backend backend;
  private final ActionLog actions;

  private LocalSageMaker(ApiServer server, Backend backend, ActionLog actions) {
    this.server = server;
    this.backend = backend;
    this.actions = actions;
  }

  /**
   * Starts it.
   *
   * @throws IOException when the port cannot be bound
   */
  public static LocalSageMaker start(Settings settings) throws IOException {
    LogGroups logs = new LogGroups();
    ObjectStore store = new ObjectStore(settings.hadoop, settings.s3Root);
    Faults faults = new Faults();
    JobContext jobs =
        new JobContext(settings.jobs, store, logs.open(LogGroups.TRANSFORM_JOBS), faults);
    EndpointContext endpoints = new EndpointContext(settings.endpoints, store, logs, faults);
    Backend backend =
        new Backend(
            jobs,
            new JobRunner(jobs),
            new EndpointRunner(endpoints),
            new ExecutionRunner(faults),
            logs);
    ActionLog actions = new ActionLog();
    ApiServer server =
        ApiServer.start(settings.host, settings.port, settings.api, backend, actions);
    return new LocalSageMaker(server, backend, actions);
  }

  /** Where it listens, for {@code endpointOverride}, {@code endpoint_url} and the like. */
  public URI endpoint() {
    InetSocketAddress address = server.address();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /** Every call so far, oldest first. */
  public List<Action> actions() {
    return actions.actions();
  }

  /** Scripts faults, which strike in their order. */
  public void fault(Fault... faults) {
    backend.context().faults().add(List.of(faults));
  }

  /** The faults that have not struck yet, or not as often as they shall. */
  public List<Faults.Armed> remainingFaults() {
    return backend.context().faults().remaining();
  }

  /** Forgets all faults. */
  public void clearFaults() {
    backend.context().faults().clear();
  }

  /** Stops all jobs and endpoints, ends their containers, and stops listening. */
  @Override
  public void close() {
    server.close();
    backend.executions().close();
    backend.jobs().close();
    backend.endpoints().close();
    backend.context().store().close();
  }

  /** How it is started. Made by {@link #builder()}; everything has a default. */
  public static final class Settings {

    private final String host;
    private final int port;
    private final Configuration hadoop;
    private final Optional<URI> s3Root;
    private final ApiSettings api;
    private final JobSettings jobs;
    private final EndpointSettings endpoints;

    private Settings(Builder builder) {
      host = builder.values.get(SettingKeys.HOST);
      port = builder.port;
      hadoop = new Configuration(builder.hadoop);
      s3Root = builder.values.get(SettingKeys.S3_ROOT);
      api =
          new ApiSettings(
              builder.values.get(SettingKeys.ACCOUNT_ID),
              builder.values.get(SettingKeys.UNKNOWN_JOB),
              builder.values.get(SettingKeys.DUPLICATE_JOB));
      jobs =
          new JobSettings(
              builder.values.get(SettingKeys.STARTUP_DELAY),
              builder.values.get(SettingKeys.PING_TIMEOUT),
              builder.values.get(SettingKeys.REQUEST_LATENCY),
              builder.values.get(SettingKeys.RETRY_BACKOFF),
              builder.values.get(SettingKeys.VIRTUAL_TIME),
              builder.values.get(SettingKeys.EMPTY_OBJECTS),
              builder.values.get(SettingKeys.STOP_DISCARDS_OUTPUTS));
      endpoints = EndpointSettingKeys.settings(builder.values);
    }

    /** Settings with their defaults. */
    public static Builder builder() {
      return new Builder();
    }

    /** Collects settings. */
    public static final class Builder {

      private final SettingValues values = new SettingValues();
      private Configuration hadoop = new Configuration();
      private int port;

      private Builder() {}

      /** The port to listen on; default 0, which picks a free one. */
      public Builder port(int value) {
        port = value;
        return this;
      }

      /** Hadoop's settings to start from, such as Spark's {@code hadoopConfiguration()}. */
      public Builder hadoop(Configuration value) {
        hadoop = new Configuration(value);
        return this;
      }

      /**
       * Sets one key: the emulator's own start with {@code emulator.} and are those that {@code
       * run-emulator --help} lists; all others are Hadoop's, such as {@code fs.s3a.endpoint}.
       *
       * @throws IllegalArgumentException when there is no such key of the emulator, or the value
       *     cannot be read
       */
      public Builder conf(String key, String value) {
        if (key.startsWith(SettingKeys.PREFIX)) {
          values.set(SettingKeys.named(key), value);
        } else {
          hadoop.set(key, value);
        }
        return this;
      }

      /** Keeps {@code s3://bucket/key} at {@code <root>/bucket/key} in place of S3A. */
      public Builder s3Root(URI root) {
        return conf(SettingKeys.S3_ROOT.name(), root.toString());
      }

      /** Time from CreateTransformJob to {@code TransformStartTime}; default none. */
      public Builder startupDelay(Duration value) {
        return conf(SettingKeys.STARTUP_DELAY.name(), DurationText.format(value));
      }

      /** How long a container may take until {@code /ping} answers 200; default 30 minutes. */
      public Builder pingTimeout(Duration value) {
        return conf(SettingKeys.PING_TIMEOUT.name(), DurationText.format(value));
      }

      /** Added to each request to a container; default none. */
      public Builder requestLatency(Duration value) {
        return conf(SettingKeys.REQUEST_LATENCY.name(), DurationText.format(value));
      }

      /**
       * Whether instances take turns and start-up is not waited for, while jobs report times as if
       * the instances had worked at once; default false.
       */
      public Builder virtualTime(boolean value) {
        return conf(SettingKeys.VIRTUAL_TIME.name(), Boolean.toString(value));
      }

      /** The settings. */
      public Settings build() {
        return new Settings(this);
      }
    }
  }
}
