package dev.batchtransform.engine;

import dev.batchtransform.engine.FailedRequest.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one file that have failed, in order, and when they are reason enough to give the
 * file up: when they are as many as are kept; when one went unanswered, since the next would only
 * wait as long; when all of the first ones failed, since a model that refuses everything must not
 * be sent a whole file.
 */
final class FailedRequests {

  /** Characters of different messages that are kept of one file; then their beginnings do. */
  private static final int MOST_WORDS = 1 << 20;

  private final int most;
  private final ModelStanding standing;
  private final Runnable whenOneFails;
  private final List<FailedRequest> requests = new ArrayList<>();
  private final Map<String, String> messages = new HashMap<>();
  private @Nullable InvocationException first;
  private boolean anyAnswered;
  private int failedAfterSending;
  private int words;
  private long known;

  FailedRequests(int most, ModelStanding standing, Runnable whenOneFails) {
    this.most = most;
    this.standing = standing;
    this.whenOneFails = whenOneFails;
  }

  /** The next request in order was answered. */
  void answered(MiniBatch batch) {
    anyAnswered = true;
    known = batch.lastLine();
  }

  /**
   * The next request in order failed.
   *
   * @throws InvocationException when the file is to be given up
   */
  void failed(MiniBatch batch, InvocationException failure) throws InvocationException {
    if (first == null) {
      first = failure;
      whenOneFails.run();
    }
    known = batch.lastLine();
    requests.add(kept(failure));
    if (failure.attempts() > 0) {
      failedAfterSending++;
    }
    if (givesUp(failure.kind())) {
      throwIfAny();
    }
  }

  private boolean givesUp(Kind kind) {
    boolean nothingWorks =
        !anyAnswered
            && (failedAfterSending >= ModelStanding.HOPELESS
                || (failedAfterSending > 0 && standing.isHopeless()));
    return requests.size() >= most || kind == Kind.UNANSWERED || nothingWorks;
  }

  private FailedRequest kept(InvocationException failure) {
    FailedRequest request = failure.request(words < MOST_WORDS);
    @Nullable String same = messages.putIfAbsent(request.message(), request.message());
    if (same == null) {
      words += request.message().length();
      return request;
    }
    return new FailedRequest(
        request.line(),
        request.records(),
        request.kind(),
        request.status(),
        same,
        request.attempts());
  }

  /** Fails the file when a request of it did, with all that is known of them. */
  void throwIfAny() throws InvocationException {
    if (first != null) {
      throw first.ofFile(List.copyOf(requests), known);
    }
  }
}
