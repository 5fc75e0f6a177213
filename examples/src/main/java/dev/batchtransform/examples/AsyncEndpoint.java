package dev.batchtransform.examples;

import java.time.Duration;
import java.util.function.Predicate;
import software.amazon.awssdk.core.waiters.Waiter;
import software.amazon.awssdk.core.waiters.WaiterAcceptor;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;

/** An asynchronous endpoint, created and looked at as one would on AWS. */
final class AsyncEndpoint implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final int LOOKS = 1_500;

  private final SageMakerClient client;
  private final String name;

  private AsyncEndpoint(SageMakerClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * Creates an endpoint of one instance and waits until it is {@code InService}.
   *
   * @param client closed with the endpoint
   * @param model a SageMaker model, whose name the endpoint takes
   * @param prefix where answers and failures go, {@code s3://...}
   * @param concurrency how many requests an instance works on at once
   */
  static AsyncEndpoint create(
      SageMakerClient client, String model, String prefix, int concurrency) {
    client.createEndpointConfig(
        config ->
            config
                .endpointConfigName(model)
                .productionVariants(
                    ProductionVariant.builder()
                        .variantName("only")
                        .modelName(model)
                        .instanceType(ProductionVariantInstanceType.ML_C5_XLARGE)
                        .initialInstanceCount(1)
                        .build())
                .asyncInferenceConfig(
                    async ->
                        async
                            .outputConfig(
                                output ->
                                    output
                                        .s3OutputPath(prefix + "/answers")
                                        .s3FailurePath(prefix + "/failures"))
                            .clientConfig(
                                calls -> calls.maxConcurrentInvocationsPerInstance(concurrency))));
    client.createEndpoint(endpoint -> endpoint.endpointName(model).endpointConfigName(model));
    AsyncEndpoint endpoint = new AsyncEndpoint(client, model);
    endpoint.await(found -> found.endpointStatus() == EndpointStatus.IN_SERVICE);
    return endpoint;
  }

  /** Its status, and how many instances it has now. */
  String describe() {
    DescribeEndpointResponse found = look();
    int instances = instances(found);
    return "%s, %d instance%s"
        .formatted(found.endpointStatusAsString(), instances, instances == 1 ? "" : "s");
  }

  /** Waits until it has an instance. */
  void awaitInstance() {
    await(found -> instances(found) > 0);
  }

  private void await(Predicate<DescribeEndpointResponse> wanted) {
    Waiter.builder(DescribeEndpointResponse.class)
        .addAcceptor(WaiterAcceptor.successOnResponseAcceptor(wanted))
        .addAcceptor(WaiterAcceptor.retryOnResponseAcceptor(found -> true))
        .overrideConfiguration(
            waiting ->
                waiting
                    .maxAttempts(LOOKS)
                    .backoffStrategyV2(BackoffStrategy.fixedDelay(BETWEEN_LOOKS)))
        .build()
        .run(this::look);
  }

  private DescribeEndpointResponse look() {
    return client.describeEndpoint(request -> request.endpointName(name));
  }

  private static int instances(DescribeEndpointResponse found) {
    return found.productionVariants().stream()
        .mapToInt(variant -> variant.currentInstanceCount())
        .sum();
  }

  @Override
  public void close() {
    client.close();
  }
}
