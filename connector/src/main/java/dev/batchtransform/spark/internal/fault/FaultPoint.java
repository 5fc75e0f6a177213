package dev.batchtransform.spark.internal.fault;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A moment in a run's life at which a driver or a task may die. Nothing happens at any of them
 * unless {@link #handle} was called in this JVM: then its handler may throw, block or end the
 * process there, which shows that the guarantees hold wherever that happens.
 */
public enum FaultPoint {
  /** A task has opened a staged file's row log. */
  STAGE_FILE_OPENED,
  /** A task has made a staged file appear. */
  STAGE_FILE_WRITTEN,
  /** All tasks have committed; nothing says so yet. */
  STAGE_COMMIT,
  /** The ledger is about to be written. */
  LEDGER_WRITE,
  /** Lists of files that the ledger will name have been written. */
  LEDGER_SLICES_WRITTEN,
  /** The ledger has been written. */
  LEDGER_WRITTEN,
  /** The ledger names a wave that has not been started. */
  WAVE_PLANNED,
  /** A wave has been started, and the ledger does not say so yet. */
  WAVE_STARTED,
  /** A running wave is looked at. */
  WAVE_POLL,
  /** Requests have been sent, and nothing says so yet. */
  REQUESTS_SENT,
  /** It is written down which requests have been sent. */
  REQUESTS_WRITTEN,
  /** A wave has ended, and none of its outputs has been looked at. */
  WAVE_ENDED,
  /** A failed file is about to be cut. */
  FILE_CUT,
  /** Every wave has ended; the run has not. */
  RUN_FINISH,
  /** A reader is about to open a row log and its outputs. */
  READ_FILE;

  private static volatile @Nullable Consumer<FaultPoint> handler;

  /** Called by the code that has come to this moment. */
  public void reached() {
    Consumer<FaultPoint> current = handler;
    if (current != null) {
      current.accept(this);
    }
  }

  /**
   * Calls {@code newHandler} at each of these moments in this JVM, on the thread that has come
   * there.
   *
   * @param newHandler null for none, as before the first call
   */
  public static void handle(@Nullable Consumer<FaultPoint> newHandler) {
    handler = newHandler;
  }
}
