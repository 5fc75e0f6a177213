package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.emulator.fault.Faults;
import dev.batchtransform.emulator.shape.ApiModel;
import dev.batchtransform.emulator.shape.ShapeValidator;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every call goes through, whatever its protocol: credentials, scripted faults, AWS's
 * constraints, the log of actions.
 */
record Calls(Faults faults, ActionLog actions) {

  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  private static final Pattern CREDENTIAL_SCOPE =
      Pattern.compile("Credential=[^,/\\s]+/\\d{8}/([^/,\\s]+)/[^/,\\s]+/aws4_request");

  /**
   * A call.
   *
   * @param operation the operation's name
   * @param request what is asked for
   * @param resource the name that the request is about; empty when it is about none
   */
  record Call(ApiModel model, String operation, ObjectNode request, Optional<String> resource) {

    private String action() {
      return model.service() + ":" + operation;
    }
  }

  /**
   * Executes a call.
   *
   * @throws ApiException when it is refused, by a fault or by what executes it
   */
  <T> T execute(Call call, Headers headers, Function<Caller, T> handler) {
    Optional<String> error = Optional.empty();
    try {
      Caller caller = caller(headers);
      return handle(call, caller, handler);
    } catch (RuntimeException failure) {
      ApiException shown = shown(call, failure);
      error = Optional.of(shown.code());
      throw shown;
    } finally {
      actions.add(new Action(call.action(), Instant.now(), call.resource(), error));
    }
  }

  /**
   * Executes a call that another service makes for its caller, and no log of actions shows.
   *
   * @throws ApiException when it is refused, by a fault or by what executes it
   */
  <T> T executeInside(Call call, Caller caller, Function<Caller, T> handler) {
    try {
      return handle(call, caller, handler);
    } catch (RuntimeException failure) {
      throw shown(call, failure);
    }
  }

  private <T> T handle(Call call, Caller caller, Function<Caller, T> handler) {
    strikeFaults(call);
    ShapeValidator.validate(
        call.model(), call.model().operation(call.operation()).input(), call.request());
    return handler.apply(caller);
  }

  /** Whether a scripted fault swallows the answer. */
  boolean isLost(Call call) {
    return take(Fault.LostAnswer.class, call).isPresent();
  }

  private static ApiException shown(Call call, RuntimeException thrown) {
    String message = String.valueOf(thrown.getMessage());
    if (thrown instanceof ApiException api) {
      return api;
    }
    if (thrown instanceof ShapeValidator.ViolationException) {
      return new ApiException(call.model().operation(call.operation()).violation(), message);
    }
    if (thrown instanceof ShapeValidator.WrongTypeException) {
      return new ApiException("SerializationException", message);
    }
    LOG.error("An operation failed", thrown);
    return new ApiException("InternalFailure", "The emulator failed: " + thrown, 500);
  }

  /** Any credentials will do; their scope tells the region. */
  private static Caller caller(Headers headers) {
    Matcher scope =
        CREDENTIAL_SCOPE.matcher(Optional.ofNullable(headers.getFirst("Authorization")).orElse(""));
    if (!scope.find()) {
      throw new ApiException(
          "MissingAuthenticationToken",
          "The request must contain either a valid (registered) AWS access key ID or X.509"
              + " certificate.",
          403);
    }
    return new Caller(scope.group(1));
  }

  private void strikeFaults(Call call) {
    if (take(Fault.Throttle.class, call).isPresent()) {
      throw new ApiException(ApiException.THROTTLED, "Rate exceeded");
    }
    take(Fault.Refuse.class, call)
        .ifPresent(
            fault -> {
              throw new ApiException(fault.code(), fault.message(), fault.status().orElse(400));
            });
  }

  private <F extends Fault.OfCall> Optional<F> take(Class<F> kind, Call call) {
    return faults.take(
        kind,
        call.resource().orElse(""),
        fault -> Stream.of("", call.operation()).anyMatch(fault.operation().orElse("")::equals));
  }
}
