package dev.batchtransform.spark.internal.executor.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.executor.RecordJoin;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.options.JoinMode;
import dev.batchtransform.spark.internal.options.OptionFamily;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.SageMakerUris;
import dev.batchtransform.spark.internal.stage.StagedFile;

/** The CreateTransformJob request of a wave. */
public final class TransformRequest {

  /** Tag that every job carries: the run that it belongs to. */
  public static final String RUN_ID_TAG = "spark-batch-transform:run-id";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TransformRequest() {}

  /**
   * The whole request, its name included, as it is sent. It depends on its arguments alone.
   *
   * @throws InvalidOptionException when the run does not lie in S3
   */
  public static ObjectNode of(Wave wave, TransformOptions ofRun) {
    TransformOptions options = wave.options(ofRun);
    ObjectNode request = MAPPER.createObjectNode();
    // Comes first for a reader, known last.
    request.put("TransformJobName", "");
    request.put("ModelName", options.get(OptionTable.MODEL));
    request.set("TransformInput", input(wave, options));
    request.set("TransformOutput", output(wave, options));
    request.set("TransformResources", resources(wave, options));
    request.put("BatchStrategy", options.get(OptionTable.BATCH_STRATEGY).text());
    options
        .find(OptionTable.MAX_CONCURRENT_TRANSFORMS)
        .ifPresent(value -> request.put("MaxConcurrentTransforms", value));
    request.put("MaxPayloadInMB", options.get(OptionTable.MAX_PAYLOAD_IN_MB));
    request.set("ModelClientConfig", modelClient(options));
    if (!options.environment().isEmpty()) {
      options.environment().forEach(request.withObject("/Environment")::put);
    }
    if (options.get(OptionTable.JOIN) == JoinMode.RECORD) {
      request.set("DataProcessing", recordJoin());
    }
    addTags(request, wave, options);
    options.transformJobFields().forEach((path, json) -> set(request, path, json));
    request.put("TransformJobName", TransformJobName.of(wave, request));
    return request;
  }

  private static ObjectNode input(Wave wave, TransformOptions options) {
    ObjectNode input = MAPPER.createObjectNode();
    ObjectNode source = input.putObject("DataSource").putObject("S3DataSource");
    source.put("S3DataType", "ManifestFile");
    source.put("S3Uri", SageMakerUris.of(wave.layout().manifest(wave.index())));
    input.put("ContentType", options.get(OptionTable.CONTENT_TYPE));
    input.put("SplitType", "Line");
    if (isCompressed(wave, options)) {
      input.put("CompressionType", "Gzip");
    }
    return input;
  }

  /** What is staged counts; a driver that goes on with a run may have been given another option. */
  private static boolean isCompressed(Wave wave, TransformOptions options) {
    return wave.files().stream()
        .findFirst()
        .map(StagedFile::gzip)
        .orElseGet(() -> options.get(OptionTable.GZIP));
  }

  private static ObjectNode output(Wave wave, TransformOptions options) {
    ObjectNode output = MAPPER.createObjectNode();
    output.put("S3OutputPath", SageMakerUris.ofFolder(wave.layout().outputs(wave.index())));
    output.put("Accept", options.get(OptionTable.ACCEPT));
    output.put("AssembleWith", "Line");
    options.find(OptionTable.KMS_KEY_ID).ifPresent(key -> output.put("KmsKeyId", key));
    return output;
  }

  private static ObjectNode resources(Wave wave, TransformOptions options) {
    ObjectNode resources = MAPPER.createObjectNode();
    resources.put("InstanceType", options.get(OptionTable.INSTANCE_TYPE));
    resources.put("InstanceCount", instances(wave, options));
    options
        .find(OptionTable.VOLUME_KMS_KEY_ID)
        .ifPresent(key -> resources.put("VolumeKmsKeyId", key));
    return resources;
  }

  /** An instance without a file would start, be paid and do nothing. */
  private static int instances(Wave wave, TransformOptions options) {
    int most = options.get(OptionTable.INSTANCE_COUNT);
    return wave.files().isEmpty() ? most : Math.min(most, wave.files().size());
  }

  private static ObjectNode modelClient(TransformOptions options) {
    return MAPPER
        .createObjectNode()
        .put("InvocationsTimeoutInSeconds", options.get(OptionTable.INVOCATIONS_TIMEOUT_SECONDS))
        .put("InvocationsMaxRetries", options.get(OptionTable.INVOCATIONS_MAX_RETRIES));
  }

  private static ObjectNode recordJoin() {
    return MAPPER
        .createObjectNode()
        .put("InputFilter", RecordJoin.INPUT_FILTER)
        .put("OutputFilter", RecordJoin.OUTPUT_FILTER)
        .put("JoinSource", "Input");
  }

  private static void addTags(ObjectNode request, Wave wave, TransformOptions options) {
    var tags = request.putArray("Tags");
    options.tags().forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
    if (!options.tags().containsKey(RUN_ID_TAG)) {
      tags.addObject().put("Key", RUN_ID_TAG).put("Value", wave.runId());
    }
  }

  /** Sets a field that an option {@code transformJob.<Field>} names, below those that are there. */
  private static void set(ObjectNode request, String path, String json) {
    ObjectNode parent = request;
    String field = path;
    for (int dot = field.indexOf('.'); dot >= 0; dot = field.indexOf('.')) {
      String name = field.substring(0, dot);
      JsonNode child = parent.get(name);
      parent = child instanceof ObjectNode object ? object : parent.putObject(name);
      field = field.substring(dot + 1);
    }
    parent.set(field, read(path, json));
  }

  private static JsonNode read(String path, String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException failure) {
      throw new InvalidOptionException(
          "Cannot use option '%s%s' because its value is not JSON."
              .formatted(OptionFamily.TRANSFORM_JOB.prefix(), path),
          failure);
    }
  }
}
