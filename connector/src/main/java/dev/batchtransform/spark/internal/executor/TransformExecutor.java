package dev.batchtransform.spark.internal.executor;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.WaveElsewhereException;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Runs the files of a wave through a model. Every executor takes the same staged files and leaves
 * the same outputs, present only when the whole file succeeded: {@code
 * output/<wave>/<file>.jsonl.out}, or where the wave's result says. So nothing after it needs to
 * know which one ran.
 */
public interface TransformExecutor extends AutoCloseable {

  /**
   * Refuses what cannot work before anything is staged or paid: a model that does not exist, a
   * server that does not answer, settings that contradict each other.
   *
   * @throws InvalidOptionException naming the option and what to do
   */
  void validate();

  /**
   * Whether a started wave goes on when nobody awaits it, even when this driver is gone. Where it
   * does not, a wave is started only by somebody who awaits it.
   */
  boolean runsOnItsOwn();

  /**
   * Name of the job as which a wave would be started, to be written down before it is; empty where
   * a wave is no job.
   */
  default Optional<String> jobName(Wave wave) {
    return Optional.empty();
  }

  /** The region in which jobs are started; empty where a wave is no job. */
  default Optional<String> region() {
    return Optional.empty();
  }

  /** The account in which jobs are started; empty where a wave is no job, or it is not known. */
  default Optional<String> account() {
    return Optional.empty();
  }

  /**
   * Whether an output exists only where each request of its file was answered with as many answers
   * as it had records. Where it is not so, totals that agree are all that is known of a request
   * with several records.
   */
  default boolean provesAnswerCounts() {
    return false;
  }

  /**
   * Most records that a file of a wave may have; empty when it may have any number. Files with more
   * are cut before the wave is planned.
   */
  default OptionalLong mostRecordsPerFile() {
    return OptionalLong.empty();
  }

  /**
   * Refuses a wave of so many records before its files are cut.
   *
   * @throws WaveRefusedException when they are more than it can send; the message says what can
   */
  default void requireBearable(long records) {}

  /** Whether it learns of a failed file of several records what became of each of them. */
  default boolean seesEachRecord() {
    return false;
  }

  /**
   * Starts a wave, or attaches to it when this very wave has been started before. Returns without
   * waiting for its end. A wave is never paid twice: its job's name is a function of the wave, and
   * one that is known to have been started is never started again.
   *
   * @throws WaveRefusedException when it could not be started
   * @throws WaveOutOfReachException when it cannot be told whether it was
   * @throws WaveElsewhereException when it was started, but not where this executor looks
   */
  RunningWave start(Wave wave) throws InterruptedException;

  /**
   * The wave, when it has been started before; never starts it. Always empty where a wave belongs
   * to the driver that has started it.
   *
   * @throws WaveRefusedException when what is found is another one
   * @throws WaveElsewhereException when it was started, but not where this executor looks
   */
  Optional<RunningWave> find(Wave wave);

  @Override
  void close();
}
