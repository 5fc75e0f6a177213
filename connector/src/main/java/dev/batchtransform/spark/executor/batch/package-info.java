/**
 * The executor {@code batch-transform}: one SageMaker transform job a wave. Builds and validates
 * the request, names the job after its content, starts it or attaches to it, and follows it to its
 * end. May import {@code aws}, {@code stage} and {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.executor.batch;

import org.jspecify.annotations.NullMarked;
