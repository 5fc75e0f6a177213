package dev.batchtransform.spark.internal.aws;

import java.util.Set;

/**
 * A field of a request that does not fit SageMaker's API.
 *
 * @param path where it is, such as {@code TransformResources.InstanceType}
 * @param expected what SageMaker expects there, such as "a whole number"; "no such field" when it
 *     knows no field of that name
 * @param knownFields names that SageMaker knows in this place; empty unless the field is unknown
 */
public record FieldProblem(String path, String expected, Set<String> knownFields) {}
