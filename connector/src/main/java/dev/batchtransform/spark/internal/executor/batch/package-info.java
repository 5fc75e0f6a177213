/**
 * The executor {@code batch-transform}: one SageMaker transform job per wave. Builds and validates
 * the request, names the job after its content, starts it or attaches to it, and follows it to its
 * end.
 *
 * <p>May import of ours: {@code executor}, {@code aws}, {@code stage}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.executor.batch;

import org.jspecify.annotations.NullMarked;
