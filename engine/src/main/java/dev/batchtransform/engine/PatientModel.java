package dev.batchtransform.engine;

import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A model that limits its requests, asked as fast as it lets itself be. An answer 429, or 503 with
 * {@code Retry-After}, is no answer about the records: all requests pause as long as the server
 * says, fewer go out at once afterwards, and the same one is sent again, for as long as {@link
 * #PATIENCE}.
 */
public final class PatientModel implements LocalModel {

  /** How long a request is sent again, and how long nothing at all may have been answered. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final LocalModel model;
  private final RequestGate gate;
  private final InstantSource clock;

  /**
   * A model that is called as fast as it bears.
   *
   * @param most requests at once while the server has no objection
   */
  public PatientModel(LocalModel model, int most) {
    this(model, new RequestGate(most, PATIENCE, InstantSource.system()), InstantSource.system());
  }

  PatientModel(LocalModel model, RequestGate gate, InstantSource clock) {
    this.model = model;
    this.gate = gate;
    this.clock = clock;
  }

  @Override
  public ExecutionParameters executionParameters() throws IOException, InterruptedException {
    return model.executionParameters();
  }

  @Override
  public ModelResponse invoke(ModelRequest request) throws IOException, InterruptedException {
    Instant end = clock.instant().plus(PATIENCE);
    while (true) {
      ModelResponse response = ask(request);
      if (!isThrottled(response)) {
        return response;
      }
      if (!clock.instant().isBefore(end) || gate.isShut()) {
        return response;
      }
    }
  }

  private ModelResponse ask(ModelRequest request) throws IOException, InterruptedException {
    RequestGate.Pass pass = gate.enter();
    try {
      ModelResponse response = model.invoke(request);
      if (isThrottled(response)) {
        gate.throttled(pass, pause(response));
      } else {
        gate.answered();
      }
      return response;
    } finally {
      gate.leave();
    }
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
