package dev.batchtransform.spark.events;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * A run has a new state, or another wave of it began or ended. Sent to the listeners of the
 * application that works on the run ({@link SparkListener#onOtherEvent}), after its ledger says so.
 * Not written to Spark's event log, whose readers may not know this class.
 *
 * @param runId the run's name
 * @param folder where it lies
 * @param state {@code STAGING}, {@code RUNNING}, {@code COMPLETED}, {@code FAILED} or {@code
 *     STOPPED}
 * @param rows rows of the run; 0 while they are staged
 * @param failedRows rows that have an error and will not be sent again by themselves
 * @param wave number of the last wave, from 0; empty before there is one
 * @param jobName name of its transform job; empty where it has none
 */
public record RunChanged(
    String runId,
    String folder,
    String state,
    long rows,
    long failedRows,
    OptionalInt wave,
    Optional<String> jobName)
    implements SparkListenerEvent {

  @Override
  public boolean logEvent() {
    return false;
  }
}
