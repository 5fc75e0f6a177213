package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;

/** Endpoints of a test, which it waits for with the SDK's own waiters. */
record Endpoints(Cloud cloud) {

  private static final AtomicInteger NAMES = new AtomicInteger();

  private static String next(String kind) {
    return kind + "-" + NAMES.incrementAndGet();
  }

  static ProductionVariant.Builder variant(String name, String model) {
    return ProductionVariant.builder()
        .variantName(name)
        .modelName(model)
        .instanceType(ProductionVariantInstanceType.ML_M5_LARGE)
        .initialInstanceCount(1);
  }

  String config(ProductionVariant... variants) {
    return config(null, variants);
  }

  String config(AsyncInferenceConfig async, ProductionVariant... variants) {
    String name = next("config");
    var unused =
        cloud.client.createEndpointConfig(
            c ->
                c.endpointConfigName(name)
                    .productionVariants(variants)
                    .asyncInferenceConfig(async));
    return name;
  }

  /** Creates an endpoint that serves; returns its name. */
  String create(ProductionVariant... variants) {
    return create(config(variants));
  }

  String create(String config) {
    String name = next("endpoint");
    begin(name, config);
    assertThat(await(name).endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
    return name;
  }

  /** Begins to create an endpoint. */
  void begin(String name, String config) {
    var unused = cloud.client.createEndpoint(e -> e.endpointName(name).endpointConfigName(config));
  }

  void update(String name, String config) {
    var unused = cloud.client.updateEndpoint(e -> e.endpointName(name).endpointConfigName(config));
  }

  /** Waits until an endpoint serves or has failed. */
  DescribeEndpointResponse await(String name) {
    DescribeEndpointRequest request = DescribeEndpointRequest.builder().endpointName(name).build();
    try {
      var unused = cloud.client.waiter().waitUntilEndpointInService(request, often());
    } catch (SdkException failed) {
      // The waiter throws when the endpoint ends as Failed; what became of it is described below.
    }
    return cloud.client.describeEndpoint(request);
  }

  void delete(String name) {
    var unused = cloud.client.deleteEndpoint(r -> r.endpointName(name));
    var waited =
        cloud
            .client
            .waiter()
            .waitUntilEndpointDeleted(
                DescribeEndpointRequest.builder().endpointName(name).build(), often());
    assertThat(waited.matched().exception()).isPresent();
  }

  private static WaiterOverrideConfiguration often() {
    return WaiterOverrideConfiguration.builder()
        .maxAttempts(10_000)
        .waitTimeout(Duration.ofSeconds(60))
        .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(10)))
        .build();
  }
}
