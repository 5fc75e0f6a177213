/**
 * SageMaker's container contract: does to a file what a transform job does. Splits it into records,
 * forms mini-batches, calls a model, repeats what failed, assembles and joins the answers. Knows no
 * Spark, no Hadoop and no run, so that the connector's local executor and the SageMaker emulator
 * share it.
 *
 * <p>May import of ours: {@code dev.batchtransform.spark.model}, {@code
 * dev.batchtransform.engine.time}.
 */
@NullMarked
package dev.batchtransform.engine;

import org.jspecify.annotations.NullMarked;
