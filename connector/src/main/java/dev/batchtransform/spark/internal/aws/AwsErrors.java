package dev.batchtransform.spark.internal.aws;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells errors of the AWS SDK in our own terms, with what to do. */
final class AwsErrors {

  private static final Set<String> CREDENTIAL_CODES =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "IncompleteSignature",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException");

  private static final Pattern QUOTA = Pattern.compile("service limit '([^']+)'");

  private static final Pattern DENIED_ACTION = Pattern.compile("perform: ([a-z0-9-]+:\\w+)");

  /** What the SDK says of a profile of AWS IAM Identity Center without a valid token. */
  private static final Pattern SIGN_IN =
      Pattern.compile("sso (login|session|token)|sso[/\\\\]cache", Pattern.CASE_INSENSITIVE);

  /** SageMaker's answer to a name that it does not know, whatever the error's code. */
  private static final Pattern NOT_THERE =
      Pattern.compile("could not find|does not exist|not found", Pattern.CASE_INSENSITIVE);

  /** And to a name that was used before. */
  private static final Pattern NAME_USED =
      Pattern.compile("must be unique|already exists", Pattern.CASE_INSENSITIVE);

  private final String endpoint;

  /**
   * @param endpoint the region, or region and address, as it is to stand in messages
   */
  AwsErrors(String endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * @param action the API action, as IAM calls it, such as {@code sagemaker:CreateTransformJob}
   * @param subject what it was called for, such as {@code transform job 'x'}
   */
  AwsCallException explain(SdkException error, String action, String subject) {
    Kind kind = kind(error);
    String message =
        "Cannot call %s for %s in %s because %s. %s"
            .formatted(action, subject, endpoint, reason(error), advice(kind, error, action));
    return new AwsCallException(kind, message, error);
  }

  /** The answer, or the error as {@link #explain} tells it. */
  <T> T call(String action, String subject, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException failure) {
      throw explain(failure, action, subject);
    }
  }

  static Kind kind(SdkException error) {
    if (error instanceof AwsServiceException answer) {
      return kindOfAnswer(answer);
    }
    if (error instanceof AbortedException) {
      // Whoever waits next must see the interrupt.
      Thread.currentThread().interrupt();
      return Kind.UNKNOWN_OUTCOME;
    }
    if (message(error).contains("Unable to load credentials")
        || SIGN_IN.matcher(message(error)).find()) {
      return Kind.NO_CREDENTIALS;
    }
    return neverConnected(error) ? Kind.UNREACHABLE : Kind.UNKNOWN_OUTCOME;
  }

  private static Kind kindOfAnswer(AwsServiceException answer) {
    String code = code(answer);
    if (answer.isThrottlingException()) {
      return Kind.THROTTLED;
    } else if (answer.statusCode() >= 500) {
      return Kind.UNKNOWN_OUTCOME;
    } else if (CREDENTIAL_CODES.contains(code)) {
      return Kind.NO_CREDENTIALS;
    } else if (code.startsWith("ResourceInUse") || NAME_USED.matcher(text(answer)).find()) {
      return Kind.NAME_TAKEN;
    } else if (code.equals("ExecutionLimitExceeded")) {
      return Kind.LIMIT_IN_USE;
    } else if (code.startsWith("ResourceLimitExceeded")) {
      return ServiceQuota.isOnlyInUse(text(answer)) ? Kind.LIMIT_IN_USE : Kind.LIMIT_EXCEEDED;
    } else if (code.startsWith("AccessDenied") || answer.statusCode() == 403) {
      return Kind.ACCESS_DENIED;
    } else if (code.startsWith("ResourceNotFound") || NOT_THERE.matcher(text(answer)).find()) {
      return Kind.NOT_FOUND;
    }
    return Kind.INVALID;
  }

  private static boolean neverConnected(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException
          || cause instanceof ConnectException
          || cause instanceof NoRouteToHostException) {
        return true;
      }
    }
    return false;
  }

  static String reason(SdkException error) {
    if (error instanceof AwsServiceException answer) {
      return "AWS answered %d %s: %s"
          .formatted(answer.statusCode(), code(answer), withoutFullStop(text(answer)));
    }
    return "no answer was received: " + withoutFullStop(message(error));
  }

  private static String advice(Kind kind, SdkException error, String action) {
    return switch (kind) {
      case NAME_TAKEN -> "Names of transform jobs cannot be reused; use another 'runId'.";
      case LIMIT_EXCEEDED -> quotaAdvice(message(error));
      case LIMIT_IN_USE -> "Wait until other jobs have ended. " + quotaAdvice(message(error));
      case NOT_FOUND -> "Check the name, the account and the option 'region'.";
      case ACCESS_DENIED ->
          "Allow the caller the action %s, or set the option 'roleArn' to a role that is allowed to."
              .formatted(deniedAction(message(error)).orElse(action));
      case INVALID -> "Change the option that the message refers to.";
      case THROTTLED -> "Try again later, or start fewer runs at the same time.";
      case UNKNOWN_OUTCOME ->
          "Try again with the same option 'runId': a job that was started after all is found.";
      case UNREACHABLE -> "Check the network, a proxy, and the options 'region' and 'endpointUrl'.";
      case NO_CREDENTIALS -> credentialsAdvice(error);
      case NO_REGION -> "Set the option 'region', such as eu-west-1.";
    };
  }

  /** How to get credentials, or those of a profile whose sign-in has run out. */
  static String credentialsAdvice(SdkException error) {
    return SIGN_IN.matcher(message(error)).find()
        ? "The profile's sign-in has expired or was never made: run aws sso login on the driver's machine, with --profile and its name unless it is the default."
        : "Give the driver valid AWS credentials (with localModel=endpoint: the executors too): an instance role, a profile, or the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";
  }

  /** The action that AWS names, which may be another one than was called: tags need one too. */
  private static Optional<String> deniedAction(String message) {
    Matcher denied = DENIED_ACTION.matcher(message);
    return denied.find() ? Optional.of(denied.group(1)) : Optional.empty();
  }

  private static String quotaAdvice(String message) {
    Matcher quota = QUOTA.matcher(message);
    return quota.find()
        ? "Request more of the SageMaker quota '%s' in Service Quotas, or use another 'instanceType' or a smaller 'instanceCount'."
            .formatted(quota.group(1))
        : "Request a higher SageMaker quota in Service Quotas, or wait until other jobs have ended.";
  }

  private static String code(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  /** AWS's own words. */
  static String text(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null || details.errorMessage() == null
        ? message(answer)
        : details.errorMessage();
  }

  private static String message(SdkException error) {
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }

  private static String withoutFullStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
