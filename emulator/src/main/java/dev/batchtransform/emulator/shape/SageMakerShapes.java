package dev.batchtransform.emulator.shape;

import static dev.batchtransform.emulator.shape.Shape.items;
import static dev.batchtransform.emulator.shape.Shape.oneOf;
import static dev.batchtransform.emulator.shape.Shape.optional;
import static dev.batchtransform.emulator.shape.Shape.required;
import static dev.batchtransform.emulator.shape.Shape.structure;
import static dev.batchtransform.emulator.shape.Shape.text;
import static dev.batchtransform.emulator.shape.Shape.whole;

import dev.batchtransform.emulator.shape.Shape.Entries;
import dev.batchtransform.emulator.shape.Shape.Flag;
import dev.batchtransform.emulator.shape.Shape.OneOf;
import dev.batchtransform.emulator.shape.Shape.Structure;
import dev.batchtransform.emulator.shape.Shape.Text;
import dev.batchtransform.emulator.shape.Shape.Timestamp;
import java.util.regex.Pattern;

/** What each request of the emulated part of SageMaker's API may look like. */
public final class SageMakerShapes {

  /** SageMaker bounds it by documentation only: its API model has no upper bound. */
  private static final int MOST_PAYLOAD_MB = 100;

  private static final int MOST_CONCURRENT_TRANSFORMS = 100;
  private static final int MOST_INSTANCES = 100;

  private static final Text JOB_NAME = text(1, 63, "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
  private static final Text MODEL_NAME = text(0, 63, "[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?");
  private static final Text S3_URI = text(0, 1024, "(https|s3)://([^/]+)/?(.*)");
  private static final Text KMS_KEY = text(0, 2048, "[a-zA-Z0-9:/_-]*");
  private static final Text MIME_TYPE = text(0, 256, ".*");
  private static final Text JSON_PATH = text(0, 63);
  private static final Text EXPERIMENT_NAME = text(1, 120, "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}");
  private static final Text NEXT_TOKEN = text(0, 8192, ".*");
  private static final Text NAME_CONTAINS = text(0, 63, "[a-zA-Z0-9\\-]+");
  private static final OneOf SORT_ORDER = oneOf("Ascending", "Descending");
  private static final Text RESOURCE_ARN =
      text(0, 256, "arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+");

  /** By pattern and not by list, so that a type that AWS adds later needs no release of ours. */
  private static final OneOf INSTANCE_TYPE =
      new OneOf(
          Pattern.compile("ml\\.(?!t\\d)[a-z]+\\d+[a-z]*\\.\\d*x?large"),
          "[ml.<family>.<size>, without ml.t2 and ml.t3]");

  private static final Text TAG_TEXT = text(0, 256, "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)");
  private static final Text TAG_KEY = text(1, 128, "([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)");
  private static final Structure TAG =
      structure(required("Key", TAG_KEY), required("Value", TAG_TEXT));

  /** The most tags that one resource may have. */
  public static final int MOST_TAGS = 50;

  private static final Shape TAGS = items(TAG, 0, MOST_TAGS);

  private static final Structure MODEL_CLIENT =
      structure(
          optional("InvocationsTimeoutInSeconds", whole(1, 3600)),
          optional("InvocationsMaxRetries", whole(0, 3)));

  private static final Structure TRANSFORM_INPUT =
      structure(
          required(
              "DataSource",
              structure(
                  required(
                      "S3DataSource",
                      structure(
                          required(
                              "S3DataType",
                              oneOf(
                                  "ManifestFile", "S3Prefix", "AugmentedManifestFile", "Converse")),
                          required("S3Uri", S3_URI))))),
          optional("ContentType", MIME_TYPE),
          optional("CompressionType", oneOf("None", "Gzip")),
          optional("SplitType", oneOf("None", "Line", "RecordIO", "TFRecord")));

  private static final Structure TRANSFORM_OUTPUT =
      structure(
          required("S3OutputPath", S3_URI),
          optional("Accept", MIME_TYPE),
          optional("AssembleWith", oneOf("None", "Line")),
          optional("KmsKeyId", KMS_KEY));

  private static final Structure TRANSFORM_RESOURCES =
      structure(
          required("InstanceType", INSTANCE_TYPE),
          required("InstanceCount", whole(1, MOST_INSTANCES)),
          optional("VolumeKmsKeyId", KMS_KEY),
          optional("TransformAmiVersion", text(1, 63, "[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*")));

  public static final Structure CREATE_TRANSFORM_JOB =
      structure(
          required("TransformJobName", JOB_NAME),
          required("ModelName", MODEL_NAME),
          optional("MaxConcurrentTransforms", whole(0, MOST_CONCURRENT_TRANSFORMS)),
          optional("ModelClientConfig", MODEL_CLIENT),
          optional("MaxPayloadInMB", whole(0, MOST_PAYLOAD_MB)),
          optional("BatchStrategy", oneOf("MultiRecord", "SingleRecord")),
          optional(
              "Environment",
              new Entries(text(0, 1024, "[a-zA-Z_][a-zA-Z0-9_]{0,1023}"), text(0, 10240), 16)),
          required("TransformInput", TRANSFORM_INPUT),
          required("TransformOutput", TRANSFORM_OUTPUT),
          optional(
              "DataCaptureConfig",
              structure(
                  required("DestinationS3Uri", S3_URI),
                  optional("KmsKeyId", KMS_KEY),
                  optional("GenerateInferenceId", new Flag()))),
          required("TransformResources", TRANSFORM_RESOURCES),
          optional(
              "DataProcessing",
              structure(
                  optional("InputFilter", JSON_PATH),
                  optional("OutputFilter", JSON_PATH),
                  optional("JoinSource", oneOf("Input", "None")))),
          optional("Tags", TAGS),
          optional(
              "ExperimentConfig",
              structure(
                  optional("ExperimentName", EXPERIMENT_NAME),
                  optional("TrialName", EXPERIMENT_NAME),
                  optional("TrialComponentDisplayName", EXPERIMENT_NAME),
                  optional("RunName", EXPERIMENT_NAME))));

  public static final Structure NAMED_TRANSFORM_JOB =
      structure(required("TransformJobName", JOB_NAME));

  public static final Structure LIST_TRANSFORM_JOBS =
      structure(
          optional("CreationTimeAfter", new Timestamp()),
          optional("CreationTimeBefore", new Timestamp()),
          optional("LastModifiedTimeAfter", new Timestamp()),
          optional("LastModifiedTimeBefore", new Timestamp()),
          optional("NameContains", NAME_CONTAINS),
          optional(
              "StatusEquals", oneOf("InProgress", "Completed", "Failed", "Stopping", "Stopped")),
          optional("SortBy", oneOf("Name", "CreationTime", "Status")),
          optional("SortOrder", SORT_ORDER),
          optional("NextToken", NEXT_TOKEN),
          optional("MaxResults", whole(1, 100)));

  /**
   * The emulator's images name containers by address or command, so that one may hold spaces and be
   * long here.
   */
  private static final Text IMAGE = text(0, 32_768, "\\S+|(?s)exec:.+");

  private static final Structure CONTAINER =
      structure(
          optional("ContainerHostname", text(0, 63, "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")),
          optional("Image", IMAGE),
          optional("Mode", oneOf("SingleModel", "MultiModel")),
          optional("ModelDataUrl", S3_URI),
          optional(
              "Environment",
              new Entries(text(0, 1024, "[a-zA-Z_][a-zA-Z0-9_]*"), text(0, 1024), 100)),
          optional("ModelPackageName", text(1, 176)),
          optional("InferenceSpecificationName", text(1, 63, "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")));

  public static final Structure CREATE_MODEL =
      structure(
          required("ModelName", MODEL_NAME),
          optional("PrimaryContainer", CONTAINER),
          optional("Containers", items(CONTAINER, 0, 15)),
          optional(
              "InferenceExecutionConfig", structure(required("Mode", oneOf("Serial", "Direct")))),
          optional(
              "ExecutionRoleArn",
              text(20, 2048, "arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+")),
          optional("Tags", TAGS),
          optional(
              "VpcConfig",
              structure(
                  required("SecurityGroupIds", items(text(0, 32, "[-0-9a-zA-Z]+"), 1, 5)),
                  required("Subnets", items(text(0, 32, "[-0-9a-zA-Z]+"), 1, 16)))),
          optional("EnableNetworkIsolation", new Flag()));

  public static final Structure NAMED_MODEL = structure(required("ModelName", MODEL_NAME));

  public static final Structure LIST_MODELS =
      structure(
          optional("CreationTimeAfter", new Timestamp()),
          optional("CreationTimeBefore", new Timestamp()),
          optional("NameContains", NAME_CONTAINS),
          optional("SortBy", oneOf("Name", "CreationTime")),
          optional("SortOrder", SORT_ORDER),
          optional("NextToken", NEXT_TOKEN),
          optional("MaxResults", whole(1, 100)));

  public static final Structure ADD_TAGS =
      structure(required("ResourceArn", RESOURCE_ARN), required("Tags", TAGS));

  public static final Structure DELETE_TAGS =
      structure(
          required("ResourceArn", RESOURCE_ARN), required("TagKeys", items(TAG_KEY, 1, MOST_TAGS)));

  public static final Structure LIST_TAGS =
      structure(
          required("ResourceArn", RESOURCE_ARN),
          optional("NextToken", NEXT_TOKEN),
          optional("MaxResults", whole(50, Integer.MAX_VALUE)));

  private SageMakerShapes() {}
}
