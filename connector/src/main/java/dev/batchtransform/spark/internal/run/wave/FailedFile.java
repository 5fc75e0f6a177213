package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.engine.FailedRequest;
import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.run.isolation.CutPlan;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that failed, as the stretches of records of which the same is known.
 *
 * @param file pending, of several records
 * @param stretches together all of it, in order
 */
record FailedFile(LedgerFile file, List<Stretch> stretches) {

  /** What is known of consecutive records. */
  sealed interface Stretch {
    long records();
  }

  /** One record whose own request failed. */
  record Bad(FailedRequest request) implements Stretch {
    @Override
    public long records() {
      return 1;
    }
  }

  /** Records that were answered, or of which nothing speaks for a bad one: they go together. */
  record Good(long records) implements Stretch {}

  /** Several records of which at least one is bad, or probably so. */
  record Suspect(long records) implements Stretch {}

  /** Records among which bad ones are known, more than a wave has files for. */
  record TooMany(long records) implements Stretch {}

  /** The file when nothing of it is to be sent any more. */
  static FailedFile of(LedgerFile file, @Nullable FileFailure failure, long mostStretches) {
    return new Finder(Payloads.FULL, mostStretches, file.staged().records()).find(file, failure, 0);
  }

  /** How large the requests were in which files failed, and how large the next ones will be. */
  enum Payloads {
    /** As large as the option says: a record that was too large stays so. */
    FULL,
    /** Made smaller, and as small or smaller again. */
    REDUCED,
    /**
     * Made smaller, and next as large as before: what was answered may be refused then, and what
     * was too large may pass.
     */
    GROW_BACK
  }

  /**
   * Finds the stretches of the files of one wave.
   *
   * @param payloads how the requests of that wave and the next compare
   * @param mostFiles most files of the next wave
   * @param records records of all files that failed
   */
  record Finder(Payloads payloads, long mostFiles, long records) {

    /**
     * The stretches of one file.
     *
     * @param badShare share of bad records where nothing better is known
     */
    FailedFile find(LedgerFile file, @Nullable FileFailure failure, double badShare) {
      long size = file.staged().records();
      // Between two bad records lie good ones, which take a file.
      long most = Math.max(2, Math.round(2.0 * mostFiles * size / records) - 1);
      long answered = failure == null ? 0 : failure.answered();
      Stretches found =
          payloads == Payloads.GROW_BACK ? new Stretches(1, 0) : new Stretches(badShare, answered);
      List<FailedRequest> requests = failure == null ? List.of() : failure.requests();
      for (FailedRequest request : requests) {
        if (found.all.size() >= most) {
          found.tooMany(Math.min(size, answered));
          break;
        }
        found.between(request.line() - 1);
        found.add(failed(request));
      }
      found.between(size);
      return new FailedFile(file, List.copyOf(found.all));
    }

    private Stretch failed(FailedRequest request) {
      if (request.records() > 1) {
        return new Suspect(request.records());
      }
      boolean mayPass = request.kind() == FailedRequest.Kind.TOO_LARGE && payloads != Payloads.FULL;
      return mayPass ? new Good(1) : new Bad(request);
    }
  }

  private static final class Stretches {
    /** Records that hold a bad one with about this probability are not sent as they are. */
    private static final double PROBABLY = 0.5;

    private final List<Stretch> all = new ArrayList<>();
    private final double badShare;
    private final long answered;
    private long done;

    Stretches(double badShare, long answered) {
      this.badShare = badShare;
      this.answered = answered;
    }

    /** The records up to {@code end}, of which no failed request is known. */
    void between(long end) {
      long known = Math.min(end, answered);
      if (known > done) {
        add(new Good(known - done));
      }
      long unknown = end - done;
      if (unknown > 0) {
        boolean bad = all.isEmpty() || -Math.expm1(unknown * Math.log1p(-badShare)) >= PROBABLY;
        add(bad && unknown > 1 ? new Suspect(unknown) : new Good(unknown));
      }
    }

    void tooMany(long end) {
      if (end > done) {
        add(new TooMany(end - done));
      }
    }

    void add(Stretch stretch) {
      all.add(stretch);
      done += stretch.records();
    }
  }

  /** The sizes of the stretches that have to be cut. */
  LongStream suspects() {
    return stretches.stream().filter(Suspect.class::isInstance).mapToLong(Stretch::records);
  }

  /** Stretches that are sent as they are. */
  long sentWhole() {
    return stretches.stream().filter(Good.class::isInstance).count();
  }

  /**
   * The file cut for the next wave.
   *
   * @param recordsAPart most records of a part of a suspect stretch
   * @param wave the wave in which it failed
   */
  List<Piece> pieces(long recordsAPart, int wave) {
    List<Piece> pieces = new ArrayList<>();
    for (Stretch stretch : stretches) {
      if (stretch instanceof Good) {
        pieces.add(new Piece(stretch.records(), unsent()));
      } else if (stretch instanceof Suspect) {
        cut(stretch.records(), recordsAPart, pieces);
      } else {
        pieces.add(givenUp(stretch, wave));
      }
    }
    return List.copyOf(pieces);
  }

  /**
   * The file cut into single records, as far as so many files reach; what is beyond them is given
   * up.
   */
  List<Piece> singles(long most, int wave) {
    long size = file.staged().records();
    List<Piece> pieces = new ArrayList<>();
    for (long record = 0; record < Math.min(size, most); record++) {
      pieces.add(new Piece(1, unsent()));
    }
    if (size > most) {
      pieces.add(new Piece(size - most, GivingUp.notIsolated(pending(), wave)));
    }
    return List.copyOf(pieces);
  }

  /** The same file when nothing of it is sent any more. */
  List<Piece> givenUp(int wave) {
    return stretches.stream().map(stretch -> givenUp(stretch, wave)).toList();
  }

  private Piece givenUp(Stretch stretch, int wave) {
    return stretch instanceof Bad bad
        ? new Piece(1, failed(bad.request(), wave), false)
        : new Piece(stretch.records(), GivingUp.notIsolated(pending(), wave));
  }

  /** Parts of about equal size. */
  private void cut(long records, long recordsAPart, List<Piece> pieces) {
    long parts = CutPlan.parts(records, recordsAPart);
    for (long part = 0; part < parts; part++) {
      long size = records * (part + 1) / parts - records * part / parts;
      pieces.add(new Piece(size, unsent()));
    }
  }

  private FileOutcome failed(FailedRequest request, int wave) {
    return new FileOutcome.Failed(
        RefusedRecords.code(request), request.message(), pending().attempts(), wave, true);
  }

  /** That a file was too large says nothing of its parts. */
  private FileOutcome.Pending unsent() {
    FileOutcome.Pending failed = pending();
    ErrorCode code = failed.code() == ErrorCode.OVERSIZE ? ErrorCode.MODEL_ERROR : failed.code();
    return new FileOutcome.Pending(failed.attempts(), code, failed.message());
  }

  private FileOutcome.Pending pending() {
    return (FileOutcome.Pending) file.outcome();
  }
}
