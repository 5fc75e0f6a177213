package dev.batchtransform.emulator.endpoint;

import dev.batchtransform.emulator.container.DelayedModel;
import dev.batchtransform.emulator.container.FaultyModel;
import dev.batchtransform.emulator.container.ModelContainer;
import dev.batchtransform.emulator.container.ModelDefinition;
import dev.batchtransform.emulator.endpoint.EndpointSpec.Variant;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.emulator.log.LogGroups;
import dev.batchtransform.emulator.log.LogStream;
import dev.batchtransform.emulator.log.LogStreams;
import dev.batchtransform.engine.HttpModel;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One instance of a variant: a container. Safe for many threads. */
final class EndpointInstance implements AutoCloseable {

  private final String endpoint;
  private final Variant variant;
  private final EndpointContext context;
  private final ModelContainer container;
  private final LogStream dataLog;
  private final HttpModel http;
  private final LocalModel model;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong served = new AtomicLong();

  private EndpointInstance(
      String endpoint,
      Variant variant,
      EndpointContext context,
      ModelContainer container,
      LogStream dataLog) {
    this.endpoint = endpoint;
    this.variant = variant;
    this.context = context;
    this.container = container;
    this.dataLog = dataLog;
    this.http = new HttpModel(container.uri());
    this.model = new DelayedModel(http, context.settings().requestLatency());
  }

  static EndpointInstance start(
      String endpoint, Variant variant, ModelDefinition model, EndpointContext context)
      throws EndpointFailedException {
    LogStreams logs = context.logs().open(LogGroups.ofEndpoint(endpoint));
    String id = "i-" + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
    String stream = variant.name() + "/" + id;
    LogStream containerLog = logs.open(stream);
    try {
      ModelContainer container =
          ModelContainer.start(model.image(), model.environment(), containerLog::append);
      return new EndpointInstance(
          endpoint, variant, context, container, logs.open(stream + "/data-log"));
    } catch (IOException | IllegalArgumentException failure) {
      throw new EndpointFailedException(String.valueOf(failure.getMessage()));
    }
  }

  void awaitPing() throws EndpointFailedException, InterruptedException {
    boolean stuck = context.faults().take(Fault.StuckPing.class, endpoint).isPresent();
    if (!container.awaitPing(
        http, variant.pingTimeout().orElse(context.settings().pingTimeout()), stuck)) {
      throw EndpointFailedException.noPing(variant.name());
    }
  }

  /**
   * Has the container answer.
   *
   * @param key what a scripted fault's {@code key} is compared with
   */
  Outcome invoke(ModelRequest request, String key) throws InterruptedException {
    int now = inFlight.incrementAndGet();
    try {
      if (now > variant.maxConcurrency().orElse(Integer.MAX_VALUE)) {
        return new Outcome.Throttled();
      }
      served.incrementAndGet();
      LocalModel faulty = new FaultyModel(model, context.faults(), endpoint, key);
      return new Outcome.Answered(variant.name(), faulty.invoke(request));
    } catch (HttpTimeoutException late) {
      return new Outcome.TimedOut();
    } catch (IOException failure) {
      return new Outcome.Unreachable(String.valueOf(failure.getMessage()));
    } finally {
      inFlight.decrementAndGet();
    }
  }

  Variant variant() {
    return variant;
  }

  /** Where SageMaker itself says what became of requests. */
  LogStream dataLog() {
    return dataLog;
  }

  int inFlight() {
    return inFlight.get();
  }

  /** Requests that the container was asked to answer. */
  long served() {
    return served.get();
  }

  @Override
  public void close() {
    container.close();
  }
}
