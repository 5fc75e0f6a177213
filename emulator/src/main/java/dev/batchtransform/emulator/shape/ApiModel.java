package dev.batchtransform.emulator.shape;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The published API model of an AWS service, as far as the emulator serves it.
 *
 * @param service the service's prefix in IAM, such as {@code sagemaker}
 * @param targetPrefix what {@code X-Amz-Target} names the service; empty where the protocol does
 *     not have this header
 * @param operations by name
 * @param shapes by name
 */
public record ApiModel(
    String service,
    String targetPrefix,
    Map<String, ApiOperation> operations,
    Map<String, Shape> shapes) {

  /** What a refused request is answered with where the operation has no error of its own for it. */
  private static final String VALIDATION = "ValidationException";

  /** The error of services that have one for wrong parameters; CloudWatch Logs is one. */
  private static final String INVALID_PARAMETER = "InvalidParameterException";

  /** The same in the runtime of endpoints. */
  private static final String RUNTIME_VALIDATION = "ValidationError";

  /**
   * An operation.
   *
   * @param input name of the shape of its requests
   * @param output name of the shape of its answers; empty for answers without a body
   * @param errors names of the errors that are its own
   */
  public record ApiOperation(String input, Optional<String> output, List<String> errors) {

    /** The error's name for a request that breaks a constraint. */
    public String violation() {
      return Stream.of(INVALID_PARAMETER, RUNTIME_VALIDATION)
          .filter(errors::contains)
          .findFirst()
          .orElse(VALIDATION);
    }
  }

  /**
   * An operation.
   *
   * @throws IllegalArgumentException when it was not extracted
   */
  public ApiOperation operation(String name) {
    return require(operations, name);
  }

  /** A shape. */
  public Shape shape(String name) {
    return require(shapes, name);
  }

  private <T> T require(Map<String, T> known, String name) {
    return Optional.ofNullable(known.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The API model of %s has no %s. Operations are listed in extract_api_models.py."
                        .formatted(service, name)));
  }
}
