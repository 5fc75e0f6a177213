package dev.batchtransform.emulator.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the members of a CreateTransformJob request must satisfy together. */
public final class TransformJobRules {

  private static final Set<String> PROCESSABLE_TYPES =
      Set.of("text/csv", "application/json", "application/jsonlines");

  /** Families whose instances have local NVMe storage, which takes no volume key. */
  private static final Pattern NVME_INSTANCE =
      Pattern.compile("ml\\.(g\\d|trn|[a-z]+\\d+[a-z]*d).*");

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              TransformJobRules::productFits,
              "The product of MaxConcurrentTransforms and MaxPayloadInMB cannot exceed 100 MB."),
          new Rule(
              request -> Set.of("S3Prefix", "ManifestFile").contains(dataType(request)),
              "S3DataType must be S3Prefix or ManifestFile: other types are not compatible with"
                  + " transform jobs."),
          new Rule(
              request -> !processesData(request) || typesAllowProcessing(request),
              "DataProcessing requires ContentType and Accept to be equal and one of text/csv,"
                  + " application/json, application/jsonlines."),
          new Rule(
              request -> !processesData(request) || assembly(request).equals(split(request)),
              "DataProcessing requires AssembleWith to be equal to SplitType."),
          new Rule(
              request -> !usesVolumeKey(request) || !hasNvme(request),
              "VolumeKmsKeyId cannot be used with an instance type that has local storage."));

  private record Rule(Predicate<JsonNode> holds, String otherwise) {}

  private TransformJobRules() {}

  /** What the first broken rule says; empty when all hold. */
  public static Optional<String> firstBroken(JsonNode request) {
    return RULES.stream()
        .filter(rule -> !rule.holds.test(request))
        .map(Rule::otherwise)
        .findFirst();
  }

  private static boolean productFits(JsonNode request) {
    return request.path("MaxConcurrentTransforms").asLong(0)
            * request.path("MaxPayloadInMB").asLong(0)
        <= 100;
  }

  private static boolean processesData(JsonNode request) {
    JsonNode processing = request.path("DataProcessing");
    return !processing.path("InputFilter").asText("$").equals("$")
        || !processing.path("OutputFilter").asText("$").equals("$")
        || processing.path("JoinSource").asText("None").equals("Input");
  }

  private static boolean typesAllowProcessing(JsonNode request) {
    String contentType = request.at("/TransformInput/ContentType").asText();
    return PROCESSABLE_TYPES.contains(contentType)
        && contentType.equals(request.at("/TransformOutput/Accept").asText());
  }

  private static String dataType(JsonNode request) {
    return request.at("/TransformInput/DataSource/S3DataSource/S3DataType").asText();
  }

  private static String split(JsonNode request) {
    return request.at("/TransformInput/SplitType").asText("None");
  }

  private static String assembly(JsonNode request) {
    return request.at("/TransformOutput/AssembleWith").asText("None");
  }

  private static boolean usesVolumeKey(JsonNode request) {
    return !request.at("/TransformResources/VolumeKmsKeyId").asText("").isEmpty();
  }

  private static boolean hasNvme(JsonNode request) {
    return NVME_INSTANCE.matcher(request.at("/TransformResources/InstanceType").asText()).matches();
  }
}
