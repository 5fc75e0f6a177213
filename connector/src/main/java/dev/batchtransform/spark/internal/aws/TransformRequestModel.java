package dev.batchtransform.spark.internal.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.TransformInstanceType;

/** What SageMaker's API says of a CreateTransformJob request, without calling it. */
public final class TransformRequestModel {

  private TransformRequestModel() {}

  /** Fields of the request that SageMaker does not know, or whose value has another type. */
  public static List<FieldProblem> problems(ObjectNode request) {
    List<FieldProblem> problems = new ArrayList<>();
    SdkJson.fill(CreateTransformJobRequest.builder(), request, problems);
    return problems;
  }

  /** Instance types that this version knows; SageMaker may know more. Sorted. */
  public static Set<String> instanceTypes() {
    Set<String> types = new TreeSet<>();
    TransformInstanceType.knownValues().forEach(type -> types.add(type.toString()));
    return types;
  }
}
