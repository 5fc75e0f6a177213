package dev.batchtransform.spark;

import dev.batchtransform.spark.internal.run.isolation.Forecast;

/**
 * What it would take to narrow a run down to its bad records if this share of them were bad. It is
 * an expectation, computed from the sizes of the files and the caps, for bad records in random
 * places.
 *
 * @param badShare share of bad records
 * @param recordsSent records that all waves together would send
 * @param notIsolated records that would come back as {@code NOT_ISOLATED} when the waves are used
 *     up
 */
public record IsolationForecast(double badShare, long recordsSent, long notIsolated) {

  static IsolationForecast of(Forecast forecast) {
    return new IsolationForecast(
        forecast.badShare(), forecast.recordsSent(), forecast.notIsolated());
  }
}
