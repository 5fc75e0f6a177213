package dev.batchtransform.engine;

import dev.batchtransform.engine.FailedRequest.Kind;
import dev.batchtransform.engine.processing.DataProcessingException;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A request failed for good, and with it the whole file. The message starts as a transform job's
 * data log would say it ({@code ClientError: 400}) and ends with the container's own words, if it
 * had any. It never holds what was sent. Where more requests of the file failed, this is the first
 * of them, and {@link #requests()} has all.
 */
public final class InvocationException extends Exception {

  private static final int MESSAGE_BYTES = 1024;
  private static final int CONTENT_TOO_LARGE = 413;

  private final Kind kind;
  private final int status;
  private final long line;
  private final int records;
  private final List<FailedRequest> requests;
  private final long answered;
  private final int attempts;
  private final String reason;
  private final @Nullable String containerMessage;

  private InvocationException(
      Kind kind,
      long line,
      int records,
      int status,
      int attempts,
      String reason,
      @Nullable String containerMessage,
      String cure,
      @Nullable Throwable cause) {
    super(message(reason, containerMessage, cure), cause);
    this.kind = kind;
    this.status = status;
    this.line = line;
    this.records = records;
    this.requests = List.of();
    this.answered = 0;
    this.attempts = attempts;
    this.reason = reason;
    this.containerMessage = containerMessage;
  }

  private static String message(String reason, @Nullable String words, String cure) {
    String what = words == null ? reason : reason + ": " + words;
    boolean ended = what.endsWith(".") || what.endsWith("!") || what.endsWith("?");
    return cure.isEmpty() ? what : what + (ended ? " " : ". ") + cure;
  }

  private InvocationException(
      InvocationException first, List<FailedRequest> requests, long answered) {
    super(first.getMessage(), first);
    this.kind = first.kind;
    this.status = first.status;
    this.line = first.line;
    this.records = first.records;
    this.attempts = first.attempts;
    this.reason = first.reason;
    this.containerMessage = first.containerMessage;
    this.requests = requests;
    this.answered = answered;
  }

  /** This failure as the first of all those of its file. */
  InvocationException ofFile(List<FailedRequest> all, long answeredRecords) {
    return new InvocationException(this, all, answeredRecords);
  }

  /**
   * The container's last answer was not 2xx.
   *
   * @param cure what to do about it, a sentence; empty when that is not known
   */
  static InvocationException refused(
      MiniBatch batch, ModelResponse response, int attempts, String cure) {
    String fault = response.status() / 100 == 4 ? "ClientError: " : "AlgorithmError: ";
    String words = firstWords(response.body());
    return new InvocationException(
        response.status() == CONTENT_TOO_LARGE ? Kind.TOO_LARGE : Kind.REFUSED,
        batch.line(),
        batch.records(),
        response.status(),
        attempts,
        fault + response.status(),
        words.isEmpty() ? null : words,
        cure,
        null);
  }

  /** No attempt got an answer. */
  static InvocationException unanswered(MiniBatch batch, IOException cause, int attempts) {
    String what =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new InvocationException(
        Kind.UNANSWERED,
        batch.line(),
        batch.records(),
        0,
        attempts,
        "Unable to get response from algorithm: " + what,
        null,
        "",
        cause);
  }

  /** A record could not be prepared. */
  static InvocationException unusable(long line, DataProcessingException cause) {
    return new InvocationException(
        Kind.UNUSABLE, line, 1, 0, 0, String.valueOf(cause.getMessage()), null, "", cause);
  }

  /** An answer could not be used. */
  static InvocationException unusable(
      MiniBatch batch, int status, int attempts, DataProcessingException cause) {
    return new InvocationException(
        Kind.UNUSABLE,
        batch.line(),
        batch.records(),
        status,
        attempts,
        String.valueOf(cause.getMessage()),
        null,
        "",
        cause);
  }

  /** The answer holds more or fewer answers than the request's records. */
  static InvocationException misaligned(
      MiniBatch batch, int status, int attempts, AnswerCountException cause) {
    return new InvocationException(
        Kind.MISALIGNED,
        batch.line(),
        batch.records(),
        status,
        attempts,
        String.valueOf(cause.getMessage()),
        null,
        "",
        cause);
  }

  /** A record is larger than a request may be. */
  static InvocationException tooLarge(long line, long limit) {
    String reason =
        String.format(
            Locale.ROOT,
            "Cannot send the record at line %d because it is larger than %d bytes, the largest"
                + " payload. Make the record smaller or MaxPayloadInMB larger.",
            line,
            limit);
    return new InvocationException(Kind.TOO_LARGE, line, 1, 0, 0, reason, null, "", null);
  }

  private static String firstWords(byte[] body) {
    int length = Math.min(body.length, MESSAGE_BYTES);
    return new String(body, 0, length, StandardCharsets.UTF_8).strip();
  }

  /**
   * The request as the run is told of it.
   *
   * @param inFull whether with the container's own words, and not the reason alone
   */
  FailedRequest request(boolean inFull) {
    return new FailedRequest(
        line,
        records,
        kind,
        status > 0 ? OptionalInt.of(status) : OptionalInt.empty(),
        inFull ? String.valueOf(getMessage()) : reason,
        attempts);
  }

  /** What happened, in one word. */
  Kind kind() {
    return kind;
  }

  /** All requests of the file that are known to have failed, this one the first. */
  public List<FailedRequest> requests() {
    return requests;
  }

  /** How many leading records of the file have a known fate: they failed, or were answered. */
  public long answered() {
    return answered;
  }

  /** Status of the last answer; 0 when there was none. */
  public int status() {
    return status;
  }

  /** Line of the failed request's first record; 1 is the first of the file. */
  public long line() {
    return line;
  }

  /** Records in the failed request. */
  public int records() {
    return records;
  }

  /** How often the request was sent; 0 when it could not be. */
  public int attempts() {
    return attempts;
  }

  /** What happened, without the container's words: {@code ClientError: 400}. */
  public String reason() {
    return reason;
  }

  /** The first KiB of what the container said. */
  public Optional<String> containerMessage() {
    return Optional.ofNullable(containerMessage);
  }
}
