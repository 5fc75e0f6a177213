package dev.batchtransform.spark.internal.aws;

import dev.batchtransform.engine.time.Backoff;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * How often and after which pauses the SDK repeats a call. SageMaker throttles its control plane at
 * low, unpublished rates: more attempts than the SDK's own three, with longer pauses.
 *
 * @param base the first pause is a random part of it; each further one up to twice as long
 * @param longest no pause is longer
 */
record RetryPace(Duration base, Duration longest) {

  private static final int ATTEMPTS = 8;

  static RetryPace normal() {
    return new RetryPace(Duration.ofSeconds(1), Duration.ofSeconds(20));
  }

  /** For calls that may be repeated whatever became of the one before. */
  StandardRetryStrategy standard() {
    return AwsRetryStrategy.configure(paced()).build();
  }

  /** For calls that may be repeated only when it is certain that nothing was done. */
  StandardRetryStrategy onlyRefused() {
    return paced().useClientDefaults(false).retryOnException(RetryPace::wasRefused).build();
  }

  /**
   * Pauses before something is done again that the SDK does not repeat itself.
   *
   * @param pauses how many there were, this one included
   */
  void pause(int pauses) throws InterruptedException {
    Thread.sleep(new Backoff(base, longest, 1).before(pauses).toMillis());
  }

  private StandardRetryStrategy.Builder paced() {
    BackoffStrategy pauses = BackoffStrategy.exponentialDelay(base, longest);
    return StandardRetryStrategy.builder()
        .maxAttempts(ATTEMPTS)
        .backoffStrategy(pauses)
        .throttlingBackoffStrategy(pauses)
        .treatAsThrottling(RetryPace::isThrottled)
        // Its bucket of tokens would end the attempts early when many calls are throttled.
        .circuitBreakerEnabled(false);
  }

  private static boolean wasRefused(Throwable error) {
    return error instanceof SdkException sdk
        && (RetryUtils.isThrottlingException(sdk) || RetryUtils.isClockSkewException(sdk));
  }

  private static boolean isThrottled(Throwable error) {
    return error instanceof SdkException sdk && RetryUtils.isThrottlingException(sdk);
  }
}
