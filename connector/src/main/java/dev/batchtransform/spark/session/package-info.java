/**
 * What is taken from the Spark session that calls: its options and settings, and {@link
 * dev.batchtransform.spark.session.SparkTasks}, the one gate for what travels between driver and
 * tasks. May import {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.session;

import org.jspecify.annotations.NullMarked;
