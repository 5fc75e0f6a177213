/**
 * Scoring without SageMaker. The engine ({@link
 * dev.batchtransform.spark.executor.local.TransformEngine} and what it needs) does to a file what a
 * transform job does: splits it into records, forms mini-batches, calls a model that speaks
 * SageMaker's container contract, assembles the answers. It may import the JDK, Jackson, slf4j,
 * {@code options} and the facts of {@code executor} alone, so that a SageMaker emulator can run it
 * too. {@code LocalExecutor} and the classes named after it run the engine in Spark tasks and may
 * import Spark, Hadoop and {@code stage}.
 */
@NullMarked
package dev.batchtransform.spark.executor.local;

import org.jspecify.annotations.NullMarked;
