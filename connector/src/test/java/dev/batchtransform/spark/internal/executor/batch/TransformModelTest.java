package dev.batchtransform.spark.internal.executor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.batchtransform.spark.LoggedLines;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.aws.ModelLookup;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that Batch Transform does not take are refused before anything is staged. */
class TransformModelTest {

  private static final String ARN =
      "'ModelName':'m','ModelArn':'arn:aws:sagemaker:eu-west-1:123456789012:model/m'";
  private static final String SOURCE =
      "'ModelDataSource':{'S3DataSource':{'S3Uri':'s3://b/m/','S3DataType':'S3Prefix','CompressionType':'None'}}";
  private static final String URL = "'ModelDataUrl':'s3://b/m.tar.gz'";

  private final ScriptedJobs jobs = new ScriptedJobs(new VirtualClock());

  private TransformModel model(String json, String... options) {
    jobs.model =
        new ModelLookup.Found(
            ScriptedJobs.model(("{" + ARN + "," + json + "}").replace('\'', '"')));
    return new TransformModel(jobs, Waves.options(options));
  }

  private static String pipeline(String mode) {
    return "'InferenceExecutionConfig':{'Mode':'%s'},'Containers':[{%s},{%s}]"
        .formatted(mode, URL, URL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'PrimaryContainer':{" + SOURCE + "} | ModelDataSource | whose ModelDataUrl",
        "'Containers':[{" + URL + "},{" + SOURCE + "}] | ModelDataSource | whose ModelDataUrl",
        "'PrimaryContainer':{'Mode':'MultiModel'} | Mode MultiModel | with Mode SingleModel",
        "'Containers':[{'Mode':'MultiModel'},{" + URL + "}] | Mode MultiModel | Mode SingleModel",
        "'InferenceExecutionConfig':{'Mode':'Direct'},'Containers':[{},{}] | mode Direct | mode Serial"
      })
  void aModelThatATransformJobCannotUseIsRefusedWithTheWayOut(
      String json, String what, String wayOut) {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> model(json).requireUsable())
        .withMessageContaining("option 'model'")
        .withMessageContaining("does not take model 'm'")
        .withMessageContaining(what)
        .withMessageContaining(wayOut);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'PrimaryContainer':{'Mode':'SingleModel'," + URL + "}",
        "'PrimaryContainer':{'Image':'without data'}",
        "'PrimaryContainer':{" + URL + "," + SOURCE + "}",
        "'PrimaryContainer':{" + URL + ",'AdditionalModelDataSources':[{'ChannelName':'lora'}]}",
        "'InferenceExecutionConfig':{'Mode':'Direct'},'Containers':[{" + URL + "}]",
        "'PrimaryContainer':{'Mode':'SomethingNew'}",
        "'NothingOfIt':1"
      })
  void aModelOfWhichNothingBadIsDocumentedIsTaken(String json) {
    model(json).requireUsable();
  }

  @Test
  void aPipelineWithOneRecordARequestIsTakenWithoutAWord() {
    assertThat(warningsOf(model(pipeline("Serial")))).isEmpty();
  }

  @Test
  void aPipelineWithSeveralRecordsARequestIsTakenWithAWarning() {
    assertThat(warningsOf(model(pipeline("Serial"), "batchStrategy", "MultiRecord")))
        .singleElement()
        .asString()
        .contains("pipeline of 2 containers", "batchStrategy=SingleRecord");
  }

  @Test
  void aModelThatMayNotBeLookedAtIsLeftToSageMaker() {
    jobs.model = new ModelLookup.Hidden("no permission");
    TransformModel model = new TransformModel(jobs, Waves.options());

    model.requireUsable();

    assertThat(model.account()).isEmpty();
  }

  @Test
  void aModelThatWasCheckedIsNotLookedUpAgainForItsAccount() {
    TransformModel model = model("'PrimaryContainer':{" + URL + "}");

    model.requireUsable();

    assertThat(model.account()).hasValue("123456789012");
    assertThat(model.account()).hasValue("123456789012");
    assertThat(jobs.modelLooks).isEqualTo(1);
  }

  private static List<String> warningsOf(TransformModel model) {
    try (LoggedLines log = LoggedLines.of(TransformModel.class.getName())) {
      model.requireUsable();
      return log.warnings();
    }
  }
}
