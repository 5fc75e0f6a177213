package dev.batchtransform.spark.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunAccessTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/scoring";
  private static final String OTHER_ROLE = "arn:aws:iam::444455556666:role/scoring";

  @Test
  void whereNobodyNamesARegionItIsTheOneThatTheJobWasStartedIn() {
    assertThat(options(startedIn("eu-west-1"), Map.of())).containsEntry("region", "eu-west-1");
  }

  @Test
  void anotherRegionThanThatOfAJobThatHasNotEndedIsRefusedNamingBoth() {
    RunLedger run = startedIn("eu-west-1");

    assertThatThrownBy(() -> options(run, Map.of("region", "us-east-1")))
        .isInstanceOf(RunConflictException.class)
        .hasMessageContaining("in region us-east-1")
        .hasMessageContaining("'nightly-w0' was started in region eu-west-1");
    assertThat(options(run, Map.of("REGION", "eu-west-1"))).containsEntry("region", "eu-west-1");
  }

  @Test
  void whatIsGivenWinsOverTheRunsOwnAndIsNotItsOwnYet() {
    RunLedger run =
        Runs.afterWaves()
            .withOptions(Map.of("model", "m", "roleArn", ROLE, "externalId", "tenant-7"));

    assertThat(options(run, Map.of("roleArn", OTHER_ROLE, "endpointUrl", "http://localhost:1")))
        .containsEntry("roleArn", OTHER_ROLE)
        .containsEntry("endpointUrl", "http://localhost:1")
        .containsEntry("model", "m")
        .doesNotContainKey("externalId");
    assertThat(run.options()).containsEntry("roleArn", ROLE);
  }

  @Test
  void aRunThatGoesOnKeepsIt() {
    RunLedger run = Runs.afterWaves().withOptions(Map.of("model", "m", "roleArn", ROLE));
    RunAccess access = RunAccess.of(TransformOptions.parse(Map.of("roleArn", OTHER_ROLE)));

    assertThat(access.keptBy(run).options()).isEqualTo(Map.of("model", "m", "roleArn", OTHER_ROLE));
  }

  @Test
  void optionsThatSayNothingOfAccessAreRefused() {
    assertThatThrownBy(() -> RunAccess.given(Map.of("instanceType", "ml.m5.large")))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'instanceType'")
        .hasMessageContaining("region, endpointUrl, roleArn, externalId");
    assertThatThrownBy(() -> RunAccess.given(Map.of("regoin", "eu-west-1")))
        .hasMessageContaining("'region'");
    assertThatThrownBy(() -> RunAccess.given(Map.of("roleArn", "nobody")))
        .hasMessageContaining("'roleArn'");
    assertThat(RunAccess.given(Map.of("pollInterval", "1s"))).isNotNull();
  }

  private static Map<String, String> options(RunLedger run, Map<String, String> given) {
    return RunAccess.given(given).options(run).asMap();
  }

  private static RunLedger startedIn(String region) {
    return Runs.afterWaves().withNewWave(Runs.open(0).named("nightly-w0", region, null));
  }
}
