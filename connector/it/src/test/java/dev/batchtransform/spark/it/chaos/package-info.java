/** Schedules of faults and kills drawn at random, and what must hold after each. */
@NullMarked
package dev.batchtransform.spark.it.chaos;

import org.jspecify.annotations.NullMarked;
