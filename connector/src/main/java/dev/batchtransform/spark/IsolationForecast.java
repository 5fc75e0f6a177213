package dev.batchtransform.spark;

import dev.batchtransform.spark.internal.run.isolation.Forecast;

/**
 * What it would take to narrow a run down to its bad records, were so many of them bad. An
 * expectation: it follows from the sizes of the files and the caps, with bad records that lie
 * anywhere.
 *
 * @param badShare share of bad records
 * @param recordsSent records that all waves together would send
 * @param notIsolated records that would come back with {@code NOT_ISOLATED} when the waves are used
 *     up
 */
public record IsolationForecast(double badShare, long recordsSent, long notIsolated) {

  static IsolationForecast of(Forecast forecast) {
    return new IsolationForecast(
        forecast.badShare(), forecast.recordsSent(), forecast.notIsolated());
  }
}
