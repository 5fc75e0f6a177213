package dev.batchtransform.spark.internal.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.internal.aws.ModelEndpoint.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sagemakerruntime.model.InternalFailureException;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;

/**
 * What an error of InvokeEndpoint means: an answer to this one request, a request that nobody
 * answered, or an endpoint that answers none.
 */
final class EndpointErrors {

  private static final String ACTION = "sagemaker:InvokeEndpoint";

  private static final Pattern TIMED_OUT = Pattern.compile("(?i)timed? ?out");

  /** As threads in public have it, of serverless and of other endpoints. */
  private static final Pattern TOO_LARGE =
      Pattern.compile("(?i)oversize|too large|'body' failed to satisfy constraint.*length");

  private static final Pattern GONE =
      Pattern.compile("(?i)endpoint\\b.*(not found|does not exist|not in ?service)");

  private static final Pattern ASYNCHRONOUS = Pattern.compile("(?i)\\basync");

  private final String name;
  private final String place;
  private final AwsErrors errors;

  EndpointErrors(String name, String place) {
    this.name = name;
    this.place = place;
    this.errors = new AwsErrors(place);
  }

  /**
   * The answer that an error is.
   *
   * @throws IOException when it is none
   * @throws AwsCallException when no request would have one
   */
  Answer answer(SdkException error, Duration timeout) throws IOException {
    if (error instanceof ApiCallTimeoutException) {
      throw inTime("no answer within " + timeout.toMillis() + " ms", error);
    }
    if (error instanceof ModelErrorException refused) {
      return ofContainer(refused);
    }
    if (error instanceof AwsServiceException refused) {
      return ofService(refused);
    }
    Kind kind = AwsErrors.kind(error);
    if (kind == Kind.NO_CREDENTIALS) {
      throw unusable(error);
    }
    String why = String.valueOf(error.getMessage());
    if (kind == Kind.UNREACHABLE || isConnectTimeout(error)) {
      throw (IOException) new ConnectException(why).initCause(error);
    }
    throw new IOException(why, error);
  }

  AwsCallException unusable(SdkException error) {
    return errors.explain(error, ACTION, "endpoint '" + name + "'");
  }

  AwsCallException notDescribed(SdkException error) {
    return errors.explain(error, "sagemaker:DescribeEndpoint", "endpoint '" + name + "'");
  }

  /** A status of 0 is SageMaker's way to say that the container has not answered. */
  private static Answer ofContainer(ModelErrorException refused) throws IOException {
    int status = refused.originalStatusCode() == null ? 0 : refused.originalStatusCode();
    String words =
        refused.originalMessage() == null ? AwsErrors.text(refused) : refused.originalMessage();
    if (status >= 100) {
      return new Answer(status, words.getBytes(UTF_8), Map.of());
    }
    String why = "The container did not answer: " + words;
    if (TIMED_OUT.matcher(words).find()) {
      throw inTime(why, refused);
    }
    throw new IOException(why, refused);
  }

  private Answer ofService(AwsServiceException refused) {
    String text = AwsErrors.text(refused);
    int status = refused.statusCode();
    if (refused.isThrottlingException() || status == 429 || status == 503) {
      return new Answer(429, reason(refused), retryAfter(refused));
    } else if (status >= 500) {
      return new Answer(
          refused instanceof InternalFailureException ? 500 : 503, reason(refused), Map.of());
    } else if (status == 413 || TOO_LARGE.matcher(text).find()) {
      return new Answer(413, reason(refused), Map.of());
    }
    Kind kind = AwsErrors.kind(refused);
    if (kind == Kind.NOT_FOUND || GONE.matcher(text).find()) {
      throw gone(refused);
    } else if (kind != Kind.INVALID || !(refused instanceof SageMakerRuntimeException)) {
      // Nothing that another request would change; or it was STS that refused.
      throw unusable(refused);
    } else if (ASYNCHRONOUS.matcher(text.replace(name, "")).find()) {
      throw asynchronous(refused);
    }
    return new Answer(400, reason(refused), Map.of());
  }

  private AwsCallException gone(AwsServiceException refused) {
    return new AwsCallException(
        Kind.NOT_FOUND,
        "Cannot call endpoint '%s' in %s because %s. Create it again, or check its name, the account and the option 'region'; then repeat the write or attach to the run."
            .formatted(name, place, AwsErrors.reason(refused)),
        refused);
  }

  private AwsCallException asynchronous(AwsServiceException refused) {
    return new AwsCallException(
        Kind.INVALID,
        "Cannot call endpoint '%s' in %s because %s. An asynchronous endpoint is used with executor=async and the option 'endpointName'."
            .formatted(name, place, AwsErrors.reason(refused)),
        refused);
  }

  private static byte[] reason(AwsServiceException refused) {
    return AwsErrors.reason(refused).getBytes(UTF_8);
  }

  private static Map<String, String> retryAfter(AwsServiceException refused) {
    return Optional.ofNullable(refused.awsErrorDetails())
        .flatMap(details -> Optional.ofNullable(details.sdkHttpResponse()))
        .flatMap(http -> http.firstMatchingHeader("retry-after"))
        .map(pause -> Map.of("retry-after", pause))
        .orElse(Map.of());
  }

  private static IOException inTime(String why, SdkException error) {
    return (IOException) new HttpTimeoutException(why).initCause(error);
  }

  private static boolean isConnectTimeout(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpConnectTimeoutException) {
        return true;
      }
    }
    return false;
  }
}
