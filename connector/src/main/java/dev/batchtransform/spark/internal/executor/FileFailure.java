package dev.batchtransform.spark.internal.executor;

import dev.batchtransform.engine.FailedRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a file has no output, and what is known of the requests it was sent in.
 *
 * <p>Where the executor sees the requests themselves, {@code requests} and {@code answered} say
 * what became of each record: of the file's first {@code answered} records, those that lie in none
 * of {@code requests} were answered, and of those behind nothing is known. Where it does not, as
 * for most transform jobs, there are no requests and {@code answered} is 0.
 *
 * @param message the container's or the service's own words about the first failure, without any
 *     record's content
 * @param status HTTP status of the container's last answer to it; empty when there was none or it
 *     is unknown
 * @param attempts how often the first failing request was sent; 0 when it could not be, or is
 *     unknown
 * @param requests the requests that are known to have failed, in ascending order of their lines,
 *     none overlapping another, all within the first {@code answered} records unless it is 0
 * @param answered number of leading records of the file of which it is known whether their request
 *     failed or was answered; 0 when nothing is known but what {@code requests} say
 * @param kept the answers to all records but those of {@code requests}, each of which holds one;
 *     empty where answers were not kept
 */
public record FileFailure(
    String message,
    OptionalInt status,
    int attempts,
    List<FailedRequest> requests,
    long answered,
    Optional<KeptAnswers> kept) {

  private static final int CONTENT_TOO_LARGE = 413;

  /** Makes the list immutable. */
  public FileFailure {
    requests = List.copyOf(requests);
  }

  /** A failure without kept answers. */
  public FileFailure(
      String message,
      OptionalInt status,
      int attempts,
      List<FailedRequest> requests,
      long answered) {
    this(message, status, attempts, requests, answered, Optional.empty());
  }

  /** A failure of which nothing is known but words about the file as a whole. */
  public static FileFailure ofWholeFile(String message, OptionalInt status) {
    return new FileFailure(message, status, 0, List.of(), 0);
  }

  /** Whether what failed first was too large for the container, or for a request at all. */
  public boolean isTooLarge() {
    return (status.isPresent() && status.getAsInt() == CONTENT_TOO_LARGE)
        || (!requests.isEmpty() && requests.get(0).kind() == FailedRequest.Kind.TOO_LARGE);
  }
}
