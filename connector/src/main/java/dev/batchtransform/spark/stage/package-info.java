/**
 * Where a run's files lie and how they are written: the layout of a run, staged files, manifests.
 * Knows Hadoop file systems; knows nothing of Spark plans, of SageMaker's API or of a run's
 * progress. May import {@code record} and {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.stage;

import org.jspecify.annotations.NullMarked;
