/**
 * The executor {@code async}: every staged file is a request to an asynchronous endpoint of
 * SageMaker, sent and awaited by the driver. What was sent is written down beside the run, so that
 * a driver that comes later waits for it and sends it no second time.
 *
 * <p>May import of ours: {@code executor}, {@code aws}, {@code stage}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.executor.async;

import org.jspecify.annotations.NullMarked;
