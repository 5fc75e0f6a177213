package dev.batchtransform.spark.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssumedRoleTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/scoring";

  private final ScriptedSts sts = new ScriptedSts();
  private final ScriptedSageMaker sageMaker = new ScriptedSageMaker();
  private final AwsEnvironment environment =
      new AwsEnvironment().withCredentials().withStsAt(sts.url());
  private final AwsSettings settings =
      new AwsSettings(
          Optional.of("eu-west-1"),
          Optional.of(sageMaker.url()),
          Optional.of(ROLE),
          Optional.of("id-of-the-partner"));

  @AfterEach
  void close() {
    sts.close();
    sageMaker.close();
    environment.close();
  }

  @Test
  void theRoleIsAssumedWithItsExternalIdAndSageMakerIsCalledAsTheRole() {
    sageMaker.on("DescribeModel", Answer.ok("{\"ModelName\":\"m\"}"));

    try (TransformJobs jobs = TransformJobs.connect(settings)) {
      assertThat(jobs.describeModel("m")).isInstanceOf(ModelLookup.Found.class);
    }

    assertThat(sts.requests())
        .singleElement()
        .asString()
        .contains("Action=AssumeRole", "RoleArn=" + ROLE, "ExternalId=id-of-the-partner");
    assertThat(sageMaker.calls("DescribeModel").get(0).headers().getFirst("Authorization"))
        .contains("Credential=" + ScriptedSts.ASSUMED_KEY);
  }

  @Test
  void aRoleThatMayNotBeAssumedIsNamed() {
    sts.refuseEveryone();

    AwsCallException failure =
        catchThrowableOfType(AwsCallException.class, () -> TransformJobs.connect(settings));

    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure)
        .hasMessageContaining("sts:AssumeRole")
        .hasMessageContaining(ROLE)
        .hasMessageNotContaining("id-of-the-partner");
  }
}
