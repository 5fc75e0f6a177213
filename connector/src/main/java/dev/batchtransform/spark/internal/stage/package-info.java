/**
 * Where a run's files lie and how they are written: the layout of a run, staged files, their sizes
 * and numbers, manifests, cutting. Knows Hadoop file systems; knows nothing of Spark plans, of
 * SageMaker's API or of a run's progress.
 *
 * <p>May import of ours: {@code session}, {@code record.rowlog}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.stage;

import org.jspecify.annotations.NullMarked;
