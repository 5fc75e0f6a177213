package dev.batchtransform.spark.internal.executor.batch;

import java.util.Optional;

/**
 * What a job's requests say of themselves and of their answers.
 *
 * @param contentType the option {@code contentType}
 * @param accept the option {@code accept}
 */
record MediaTypes(String contentType, String accept) {
  private static final int NOT_ACCEPTABLE = 406;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  /** What to do when a container refuses them with this status; empty for any other. */
  Optional<String> cure(int status) {
    return switch (status) {
      case NOT_ACCEPTABLE ->
          Optional.of(
              "Set option 'accept' (now %s) to a type that the container answers with."
                  .formatted(accept));
      case UNSUPPORTED_MEDIA_TYPE ->
          Optional.of(
              "Set option 'contentType' (now %s) to a type that the container takes."
                  .formatted(contentType));
      default -> Optional.empty();
    };
  }
}
