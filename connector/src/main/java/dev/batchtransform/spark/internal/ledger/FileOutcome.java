package dev.batchtransform.spark.internal.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.batchtransform.spark.internal.record.answer.Framing;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is decided about a file's records. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FileOutcome.Pending.class, name = "pending"),
  @JsonSubTypes.Type(value = FileOutcome.Scored.class, name = "scored"),
  @JsonSubTypes.Type(value = FileOutcome.Split.class, name = "split"),
  @JsonSubTypes.Type(value = FileOutcome.Failed.class, name = "failed"),
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface FileOutcome extends Serializable {

  /**
   * Nothing yet.
   *
   * @param attempts waves in which it was sent so far
   * @param code what its rows get if it is given up now; null before it was sent
   * @param message why the last wave brought no answers
   * @param held true when the next wave leaves it out, since it only probes; null for false
   */
  record Pending(
      int attempts, @Nullable ErrorCode code, @Nullable String message, @Nullable Boolean held)
      implements FileOutcome {
    static final Pending NEW = new Pending(0, null, null);

    public Pending(int attempts, @Nullable ErrorCode code, @Nullable String message) {
      this(attempts, code, message, null);
    }

    public boolean isHeld() {
      return Boolean.TRUE.equals(held);
    }

    public Pending held(boolean left) {
      return new Pending(attempts, code, message, left ? true : null);
    }
  }

  /**
   * Its answers exist and each is known to be that of one record.
   *
   * @param wave the last wave in which it was sent, whose output holds them
   * @param output URI of the output, in the user's own scheme
   * @param bytes size of the output
   * @param framing how the answers are told apart
   * @param answers number of answers; fewer than records with {@code join=record}, and where some
   *     records were refused
   * @param unparseable answers that are of no use: empty, or not what the result schema says
   * @param attempts waves in which it was sent
   * @param range where in the output they are; null when they are all of it
   * @param problem what is wrong with most of those that are unparseable; null when none is, and in
   *     ledgers of older versions
   * @param refused records that failed in requests of their own while the others were answered;
   *     null when there are none
   */
  record Scored(
      int wave,
      String output,
      long bytes,
      Framing framing,
      long answers,
      long unparseable,
      int attempts,
      @Nullable Range range,
      @Nullable String problem,
      @Nullable List<Refused> refused)
      implements FileOutcome {

    /** Answers of a file of which no record is known to have failed. */
    public Scored(
        int wave,
        String output,
        long bytes,
        Framing framing,
        long answers,
        long unparseable,
        int attempts,
        @Nullable Range range,
        @Nullable String problem) {
      this(wave, output, bytes, framing, answers, unparseable, attempts, range, problem, null);
    }

    /** What became of the records that were refused. */
    public List<Refused> refusals() {
      return refused == null ? List.of() : refused;
    }

    /** Where in the output its answers are. */
    public Range place() {
      return range == null ? new Range(0, answers) : range;
    }

    public Scored withUnparseable(long number, @Nullable String why) {
      return new Scored(
          wave, output, bytes, framing, answers, number, attempts, range, why, refused);
    }

    /** The same answers, in an output that lies there. */
    public Scored at(String where) {
      return new Scored(
          wave, where, bytes, framing, answers, unparseable, attempts, range, problem, refused);
    }

    /**
     * Some of its records.
     *
     * @param part where in the output their answers are
     * @param first records of the file before them
     * @param records how many they are
     */
    public Scored within(
        Range part, long itsAnswers, long itsUnparseable, long first, long records) {
      String why = itsUnparseable == 0 ? null : problem;
      List<Refused> itsRefused =
          refusals().stream()
              .map(some -> some.within(first, records))
              .filter(some -> !some.records().isEmpty())
              .toList();
      return new Scored(
          wave,
          output,
          bytes,
          framing,
          itsAnswers,
          itsUnparseable,
          attempts,
          part,
          why,
          itsRefused.isEmpty() ? null : itsRefused);
    }
  }

  /**
   * Records that failed in requests of their own, all in the same way.
   *
   * @param records their places in the file, ascending; 0 is the first
   */
  record Refused(ErrorCode code, String message, List<Long> records) implements Serializable {

    /** Those that lie in a part of the file, by their places in it. */
    Refused within(long first, long number) {
      return new Refused(
          code,
          message,
          records.stream()
              .filter(record -> record >= first && record < first + number)
              .map(record -> record - first)
              .toList());
    }
  }

  /**
   * Where in an output the answers of a part of its file are.
   *
   * @param first answers before them
   * @param of all answers of the output
   */
  record Range(long first, long of) implements Serializable {}

  /**
   * It was cut into smaller files, which together hold its records in their order.
   *
   * @param parts the smaller files
   */
  record Split(List<LedgerFile> parts) implements FileOutcome {}

  /**
   * Its records stay without an answer.
   *
   * @param code why
   * @param message the model's or the service's own words
   * @param attempts waves in which it was sent
   * @param wave the last of them; null when there was none
   * @param uncut true when it failed in a request of its own while the file that it was cut from
   *     was sent, so that it has no input of its own; null for false
   */
  record Failed(
      ErrorCode code, String message, int attempts, @Nullable Integer wave, @Nullable Boolean uncut)
      implements FileOutcome {
    public Failed(ErrorCode code, String message, int attempts, @Nullable Integer wave) {
      this(code, message, attempts, wave, null);
    }

    public boolean isUncut() {
      return Boolean.TRUE.equals(uncut);
    }
  }
}
