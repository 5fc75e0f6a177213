package dev.batchtransform.spark.internal.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of a run for which the user gives none. */
public final class GeneratedRunId {
  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final Pattern GENERATED_ID =
      Pattern.compile("(\\d{4})(\\d{2})(\\d{2})-\\d{6}-[0-9a-f]{8}");

  private GeneratedRunId() {}

  /** A run id that is unique and sorts by time. */
  public static String at(Instant now) {
    return ID_TIME.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** The day that is in a generated run id; empty for a name of the user's. */
  static Optional<String> dayOf(String runId) {
    Matcher generated = GENERATED_ID.matcher(runId);
    return generated.matches()
        ? Optional.of(String.join("-", generated.group(1), generated.group(2), generated.group(3)))
        : Optional.empty();
  }
}
