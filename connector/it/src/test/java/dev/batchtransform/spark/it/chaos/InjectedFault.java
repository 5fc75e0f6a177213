package dev.batchtransform.spark.it.chaos;

import dev.batchtransform.spark.internal.fault.FaultPoint;

/**
 * What strikes a driver.
 *
 * @param point where
 * @param nth at which of the times it comes there, 1 being the first
 * @param kill whether the whole driver dies, or an exception is thrown
 */
record InjectedFault(FaultPoint point, int nth, boolean kill) {}
