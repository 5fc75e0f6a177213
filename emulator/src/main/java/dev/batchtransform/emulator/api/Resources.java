package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.endpoint.Endpoint;
import dev.batchtransform.emulator.endpoint.EndpointSpec;
import dev.batchtransform.emulator.job.TransformJob;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The models, jobs, endpoints and tags that exist. Safe for many threads. */
final class Resources {

  /** The most tags that one resource may have. */
  static final int MOST_TAGS = 50;

  /**
   * A model.
   *
   * @param request the CreateModel request
   */
  record Model(String name, String arn, ObjectNode request, Instant created) {}

  /**
   * How an endpoint shall be.
   *
   * @param request the CreateEndpointConfig request
   */
  record EndpointConfig(
      String name, String arn, ObjectNode request, EndpointSpec spec, Instant created) {}

  private final Map<String, Model> models = new ConcurrentHashMap<>();
  private final Map<String, TransformJob> jobs = new ConcurrentHashMap<>();
  private final Map<String, EndpointConfig> configs = new ConcurrentHashMap<>();
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();

  /** Adds a model; false when the name is taken. */
  boolean add(Model model) {
    return models.putIfAbsent(model.name(), model) == null;
  }

  Optional<Model> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /** Removes a model, whose name is free again; false when there is none. */
  boolean removeModel(String name) {
    Model removed = models.remove(name);
    if (removed != null) {
      tags.remove(removed.arn());
    }
    return removed != null;
  }

  Collection<Model> models() {
    return List.copyOf(models.values());
  }

  /** Adds a job, whose name is taken for ever; false when it was before. */
  boolean add(TransformJob job) {
    return jobs.putIfAbsent(job.name(), job) == null;
  }

  Optional<TransformJob> job(String name) {
    return Optional.ofNullable(jobs.get(name));
  }

  Collection<TransformJob> jobs() {
    return List.copyOf(jobs.values());
  }

  /** Adds a configuration; false when the name is taken. */
  boolean add(EndpointConfig config) {
    return configs.putIfAbsent(config.name(), config) == null;
  }

  Optional<EndpointConfig> endpointConfig(String name) {
    return Optional.ofNullable(configs.get(name));
  }

  /** Removes a configuration; endpoints that were made of it stay as they are. */
  void remove(EndpointConfig config) {
    configs.remove(config.name());
    tags.remove(config.arn());
  }

  /** Adds an endpoint; false when the name is taken. */
  boolean add(Endpoint endpoint) {
    return endpoints.putIfAbsent(endpoint.name(), endpoint) == null;
  }

  Optional<Endpoint> endpoint(String name) {
    return Optional.ofNullable(endpoints.get(name));
  }

  Collection<Endpoint> endpoints() {
    return List.copyOf(endpoints.values());
  }

  /** Removes an endpoint, whose name is free again. */
  void remove(Endpoint endpoint) {
    endpoints.remove(endpoint.name());
    tags.remove(endpoint.arn());
  }

  boolean exists(String arn) {
    return Stream.of(
            models.values().stream().map(Model::arn),
            jobs.values().stream().map(TransformJob::arn),
            configs.values().stream().map(EndpointConfig::arn),
            endpoints.values().stream().map(Endpoint::arn))
        .flatMap(arns -> arns)
        .anyMatch(arn::equals);
  }

  /** A resource's tags in the order they were first set. */
  Map<String, String> tags(String arn) {
    return Collections.unmodifiableMap(tags.getOrDefault(arn, Map.of()));
  }

  /** Adds tags, or replaces those with the same key; false when they would be too many. */
  boolean addTags(String arn, Map<String, String> added) {
    Map<String, String> all =
        tags.compute(
            arn,
            (key, before) -> {
              Map<String, String> merged = new LinkedHashMap<>(before == null ? Map.of() : before);
              merged.putAll(added);
              boolean tooMany = merged.size() > MOST_TAGS;
              return tooMany && before != null ? before : merged;
            });
    return all.keySet().containsAll(added.keySet());
  }

  /** Removes tags; keys that are not there do no harm. */
  void removeTags(String arn, Set<String> keys) {
    tags.computeIfPresent(
        arn,
        (key, before) -> {
          Map<String, String> rest = new LinkedHashMap<>(before);
          rest.keySet().removeAll(keys);
          return rest;
        });
  }
}
