package dev.batchtransform.spark.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FedInstancesTest {
  private static final long FILES = 20;
  private static final String MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:transform";

  private static FedInstances of(long records, String... namesAndValues) {
    Map<String, String> options = new HashMap<>(Map.of("model", "m", "instanceCount", "8"));
    for (int at = 0; at < namesAndValues.length; at += 2) {
      options.put(namesAndValues[at], namesAndValues[at + 1]);
    }
    return FedInstances.of(TransformOptions.parse(options), records, FILES);
  }

  @Test
  void recordsFeedAsManyInstancesAsGet64Each() {
    assertThat(of(512).areTooFew()).isFalse();
    assertThat(of(511).fed()).isEqualTo(7);
    assertThat(of(0).fed()).isEqualTo(1);
    assertThat(of(1_000_000).fed()).isEqualTo(8);
  }

  @Test
  void aJobThatHasOneFileHasOneInstanceAndNothingIsSaid() {
    TransformOptions options = TransformOptions.parse(Map.of("model", "m", "instanceCount", "8"));

    assertThat(FedInstances.of(options, 100, 1).areTooFew()).isFalse();
    assertThat(FedInstances.of(options, 100, 2).areTooFew()).isTrue();
    assertThat(FedInstances.of(options, 200, 1).areTooFew()).as("it will be cut").isTrue();
    assertThat(FedInstances.of(options, 0, 0).areTooFew()).isFalse();
  }

  @Test
  void itSaysHowManyAndWhatToSet() {
    assertThat(of(200).sentence())
        .contains("instanceCount=8 is more than 200 records can feed")
        .contains("Set instanceCount=3, or fitInstanceCount=true");
  }

  @Test
  void theCountIsLoweredOnlyWhereThatIsWanted() {
    assertThat(of(200).fitting().get(OptionTable.INSTANCE_COUNT)).isEqualTo(8);
    assertThat(of(200, "fitInstanceCount", "true").fitting().get(OptionTable.INSTANCE_COUNT))
        .isEqualTo(3);
    assertThat(of(600, "fitInstanceCount", "true").fitting().get(OptionTable.INSTANCE_COUNT))
        .isEqualTo(8);
  }

  @Test
  void whoSaysHowFilesAreCutKnowsWhatARecordTakes() {
    assertThat(of(10, "maxRecordsPerFile", "1").areTooFew()).isFalse();
    assertThat(of(10, "minFilesPerInstance", "1").areTooFew()).isFalse();
  }

  @Test
  void onlyATransformJobHasInstances() {
    assertThat(of(10, "executor", "local", "localModel", "http://localhost:1").areTooFew())
        .isFalse();
    assertThat(of(10, "executor", "step-functions", "stateMachineArn", MACHINE).areTooFew())
        .isTrue();
  }
}
