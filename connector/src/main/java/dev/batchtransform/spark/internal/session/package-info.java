/**
 * What is taken from the Spark session that calls: its options and settings, and {@link
 * dev.batchtransform.spark.internal.session.SparkTasks}, the one gate for what travels between
 * driver and tasks.
 *
 * <p>May import of ours: {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.session;

import org.jspecify.annotations.NullMarked;
