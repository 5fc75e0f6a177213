package dev.batchtransform.spark.internal.deadletter;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchtransform.spark.internal.aws.MessageQueue.FifoOrder;
import dev.batchtransform.spark.internal.aws.MessageQueue.Message;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a queue gets: where each failed row is and why it failed, and nothing of what
 * is in it.
 */
final class DeadLetterMessages {
  /** Plain ASCII: SQS refuses some characters that JSON may hold. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** Six bytes each at most, so that ten messages fit into one call. */
  private static final int MOST_CHARACTERS = 3000;

  private final String runId;
  private final String path;
  private final int round;
  private final boolean fifo;
  private long number;

  /**
   * The messages of a run, in the order of its dead letters.
   *
   * @param round first wave of the round whose failures they are
   * @param fifo whether the queue is a FIFO queue
   */
  DeadLetterMessages(String runId, RunLayout layout, int round, boolean fifo) {
    this.runId = runId;
    this.path = layout.toString();
    this.round = round;
    this.fifo = fifo;
  }

  /** The body of a message. */
  private record Body(
      @JsonProperty("run_id") String runId,
      String path,
      String file,
      @Nullable Long line,
      String code,
      @Nullable String message,
      int attempts) {}

  /** The message of the next dead letter. */
  Message of(DeadLetter letter) {
    number++;
    return new Message(body(letter), fifo ? Optional.of(order(letter)) : Optional.empty());
  }

  private String body(DeadLetter letter) {
    String message = letter.message();
    Body body =
        new Body(
            runId,
            path,
            letter.file(),
            letter.line(),
            letter.code(),
            message == null || message.length() <= MOST_CHARACTERS
                ? message
                : message.substring(0, MOST_CHARACTERS),
            letter.attempts());
    try {
      return MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A message of texts and numbers is JSON", impossible);
    }
  }

  /** A row that was never sent has no line; its place among the dead letters tells it apart. */
  private FifoOrder order(DeadLetter letter) {
    String row = letter.line() == null ? "#" + number : Long.toString(letter.line());
    String key = String.join("/", path, letter.file(), row, Integer.toString(round));
    return new FifoOrder(
        runId, UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString());
  }
}
