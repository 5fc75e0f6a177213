package dev.batchtransform.emulator.endpoint;

import dev.batchtransform.emulator.container.ModelDefinition;
import dev.batchtransform.emulator.endpoint.EndpointSpec.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The instances that serve one configuration of an endpoint. Safe for many threads. */
final class Fleet implements AutoCloseable {

  private final String endpoint;
  private final EndpointSpec spec;
  private final Models models;
  private final EndpointContext context;
  private final List<EndpointInstance> instances = new CopyOnWriteArrayList<>();
  private boolean closed;

  /**
   * @param endpoint the endpoint's name
   */
  Fleet(String endpoint, EndpointSpec spec, Models models, EndpointContext context) {
    this.endpoint = endpoint;
    this.spec = spec;
    this.models = models;
    this.context = context;
  }

  EndpointSpec spec() {
    return spec;
  }

  List<EndpointInstance> instances() {
    return List.copyOf(instances);
  }

  /** Starts all instances side by side and waits until they are healthy. */
  void start() throws EndpointFailedException, InterruptedException {
    List<EndpointInstance> started = new ArrayList<>();
    boolean healthy = false;
    try {
      for (Variant variant : spec.variants()) {
        ModelDefinition model = model(variant);
        for (int i = 0; i < variant.instances(); i++) {
          started.add(EndpointInstance.start(endpoint, variant, model, context));
        }
      }
      for (EndpointInstance instance : started) {
        instance.awaitPing();
      }
      healthy = join(started);
    } finally {
      if (!healthy) {
        started.forEach(EndpointInstance::close);
      }
    }
  }

  private ModelDefinition model(Variant variant) throws EndpointFailedException {
    return models
        .model(variant.modelName())
        .orElseThrow(
            () ->
                new EndpointFailedException(
                    "Could not find model \"%s\".".formatted(variant.modelName())));
  }

  /** False when the fleet was closed in the meantime. */
  private synchronized boolean join(List<EndpointInstance> started) {
    if (!closed) {
      instances.addAll(started);
    }
    return !closed;
  }

  /** Whether the endpoint has such a variant. */
  boolean hasVariant(String name) {
    return spec.variants().stream().anyMatch(variant -> variant.name().equals(name));
  }

  /**
   * The instance that shall answer next: of the variant that is furthest behind its weight, the one
   * with the fewest requests in flight.
   *
   * @param target the variant that the caller wants
   * @return empty when there is no instance
   */
  Optional<EndpointInstance> next(Optional<String> target) {
    return target
        .or(this::nextVariant)
        .flatMap(
            name ->
                ofVariant(name).stream()
                    .min(
                        Comparator.comparingInt(EndpointInstance::inFlight)
                            .thenComparingLong(EndpointInstance::served)));
  }

  private Optional<String> nextVariant() {
    return spec.variants().stream()
        .filter(variant -> variant.weight() > 0)
        .min(Comparator.comparingDouble(variant -> (taken(variant) + 1) / variant.weight()))
        .map(Variant::name);
  }

  private double taken(Variant variant) {
    return ofVariant(variant.name()).stream().mapToDouble(EndpointInstance::served).sum();
  }

  private List<EndpointInstance> ofVariant(String name) {
    return instances.stream().filter(each -> each.variant().name().equals(name)).toList();
  }

  /** How many instances a variant has at the moment. */
  int size(String variant) {
    return ofVariant(variant).size();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    instances.forEach(EndpointInstance::close);
    instances.clear();
  }
}
