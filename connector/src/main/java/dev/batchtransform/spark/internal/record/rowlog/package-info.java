/**
 * The columns that are carried become a row log, and rows again, without loss.
 *
 * <p>May import of ours: {@code record}, {@code record.encode}.
 */
@NullMarked
package dev.batchtransform.spark.internal.record.rowlog;

import org.jspecify.annotations.NullMarked;
