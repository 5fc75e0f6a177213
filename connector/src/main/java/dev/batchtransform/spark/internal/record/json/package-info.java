/**
 * JSON as tokens: scanned from bytes where it is plain, read by Jackson where it is not.
 *
 * <p>May import of ours: {@code record}, {@code record.encode}.
 */
@NullMarked
package dev.batchtransform.spark.internal.record.json;

import org.jspecify.annotations.NullMarked;
