package dev.batchtransform.spark.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SageMakerConnectorTest {

  private final AwsEnvironment environment = new AwsEnvironment();

  @BeforeEach
  void nothingComesFromOutside() {
    assumeTrue(
        Stream.of("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE")
            .noneMatch(System.getenv()::containsKey),
        "the environment of this process configures AWS");
  }

  @AfterEach
  void restore() {
    environment.close();
  }

  @Test
  void withoutARegionTheMessageNamesTheOption() {
    environment.withCredentials();

    AwsCallException failure =
        catchThrowableOfType(
            AwsCallException.class, () -> TransformJobs.connect(settings(Optional.empty())));

    assertThat(failure.kind()).isEqualTo(Kind.NO_REGION);
    assertThat(failure).hasMessageContaining("Set the option 'region'");
  }

  @Test
  void withoutCredentialsTheMessageSaysWhereTheyCanComeFrom() {
    AwsCallException failure =
        catchThrowableOfType(
            AwsCallException.class,
            () -> TransformJobs.connect(settings(Optional.of("eu-west-1"))));

    assertThat(failure.kind()).isEqualTo(Kind.NO_CREDENTIALS);
    assertThat(failure).hasMessageContaining("AWS_ACCESS_KEY_ID");
  }

  @Test
  void theRegionOfTheDefaultChainIsUsedWhenNoneIsGiven() {
    environment.withCredentials().withRegion("ap-southeast-2");

    try (TransformJobs jobs = TransformJobs.connect(settings(Optional.empty()))) {
      assertThat(jobs.region()).isEqualTo("ap-southeast-2");
    }
  }

  /** All but the region from AWS's default chain. */
  private static AwsSettings settings(Optional<String> region) {
    return new AwsSettings(region, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
