/**
 * JSON becomes column values of a given type.
 *
 * <p>May import of ours: {@code record}, {@code record.encode}, {@code record.json}.
 */
@NullMarked
package dev.batchtransform.spark.internal.record.value;

import org.jspecify.annotations.NullMarked;
