/**
 * A row becomes the model's record.
 *
 * <p>May import of ours: {@code record}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.record.encode;

import org.jspecify.annotations.NullMarked;
