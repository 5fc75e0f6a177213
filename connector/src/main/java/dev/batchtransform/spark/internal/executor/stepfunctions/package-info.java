/**
 * Another door to transform jobs: a state machine of AWS Step Functions starts them, and an
 * execution of it stands for its job. Whoever starts, follows and stops jobs does so as ever.
 *
 * <p>May import of ours: {@code aws}, {@code executor}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.executor.stepfunctions;

import org.jspecify.annotations.NullMarked;
