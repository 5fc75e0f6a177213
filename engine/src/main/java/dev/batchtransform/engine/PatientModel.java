package dev.batchtransform.engine;

import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A model that may be away or limit its requests, asked as fast as it lets itself be. An answer
 * 429, or 503 with {@code Retry-After}, is no answer about the records: all requests pause as long
 * as the server says, fewer go out at once afterwards, and the same one is sent again. So is one
 * that found nobody to take it. After a connection that broke off, 502, 503 and 504, the model is
 * waited for while it does not answer its ping; whether its request is sent again is the caller's
 * matter, since it may have been that request which has brought it down.
 */
public final class PatientModel implements LocalModel {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  /** What stands between a model and its callers says so when the model is down. */
  private static final Set<Integer> OF_GATEWAYS = Set.of(502, UNAVAILABLE, 504);

  private static final Backoff BETWEEN_PINGS =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), 0.5);

  private final LocalModel model;
  private final RequestGate gate;
  private final Duration patience;
  private final InstantSource clock;
  private final Backoff betweenPings;

  /**
   * A model that is called as fast as it bears.
   *
   * @param most requests at once while the server has no objection
   * @param patience how long a request is sent again, and how long nothing at all may have been
   *     answered
   */
  public PatientModel(LocalModel model, int most, Duration patience) {
    this(model, most, patience, InstantSource.system(), BETWEEN_PINGS);
  }

  PatientModel(
      LocalModel model, int most, Duration patience, InstantSource clock, Backoff betweenPings) {
    this.model = model;
    this.gate = new RequestGate(most, patience, clock);
    this.patience = patience;
    this.clock = clock;
    this.betweenPings = betweenPings;
  }

  /** {@inheritDoc} Waits for a model that is away. */
  @Override
  public ExecutionParameters executionParameters() throws IOException, InterruptedException {
    while (true) {
      try {
        return model.executionParameters();
      } catch (ModelUnavailableException away) {
        throw away;
      } catch (IOException failure) {
        if (!awaitBack(new RequestGate.Pass(0), failure)) {
          throw failure;
        }
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws ModelUnavailableException when no request was answered for as long as there is patience
   */
  @Override
  public ModelResponse invoke(ModelRequest request) throws IOException, InterruptedException {
    Instant end = clock.instant().plus(patience);
    while (true) {
      try {
        ModelResponse response = ask(request);
        if (!isThrottled(response)) {
          return response;
        }
        if (gate.isShut() || !clock.instant().isBefore(end)) {
          if (gate.isSilent()) {
            throw away("limits its requests (status %d)".formatted(response.status()), null);
          }
          // Others are answered: it is this request that is always one too many.
          return response;
        }
      } catch (ConnectException nobodyThere) {
        if (gate.isShut()) {
          throw away("cannot be reached", nobodyThere);
        }
      }
    }
  }

  private ModelResponse ask(ModelRequest request) throws IOException, InterruptedException {
    RequestGate.Pass pass = gate.enter();
    try {
      ModelResponse response = model.invoke(request);
      if (isThrottled(response)) {
        gate.throttled(pass, pause(response));
      } else if (OF_GATEWAYS.contains(response.status())) {
        awaitBack(pass, null);
      } else {
        gate.answered();
      }
      return response;
    } catch (ConnectException nobodyThere) {
      gate.throttled(pass, Optional.empty());
      throw nobodyThere;
    } catch (HttpTimeoutException | ModelUnavailableException known) {
      throw known;
    } catch (IOException brokenOff) {
      awaitBack(pass, brokenOff);
      throw brokenOff;
    } finally {
      gate.leave();
    }
  }

  /**
   * Waits while the model answers neither its ping nor anybody else.
   *
   * @return whether it was away
   */
  private boolean awaitBack(RequestGate.Pass pass, @Nullable IOException failure)
      throws ModelUnavailableException, InterruptedException {
    if (model.ping()) {
      return false;
    }
    gate.throttled(pass, Optional.empty());
    for (int looks = 1; gate.isSilent() && !model.ping(); looks++) {
      if (gate.isShut()) {
        throw away("does not answer its ping", failure);
      }
      TimeUnit.NANOSECONDS.sleep(betweenPings.before(looks).toNanos());
    }
    return true;
  }

  private ModelUnavailableException away(String why, @Nullable Throwable cause) {
    return new ModelUnavailableException(model, why, patience, cause);
  }

  private static boolean isThrottled(ModelResponse response) {
    return response.status() == TOO_MANY_REQUESTS
        || (response.status() == UNAVAILABLE && response.header("retry-after").isPresent());
  }

  /** How long the server asks to wait: seconds, or until a date; empty when it does not say. */
  private Optional<Duration> pause(ModelResponse response) {
    return response.header("retry-after").flatMap(this::parse);
  }

  private Optional<Duration> parse(String retryAfter) {
    String text = retryAfter.strip();
    try {
      return text.matches("\\d{1,9}")
          ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
          : Optional.of(
              Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
    } catch (DateTimeParseException neither) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
