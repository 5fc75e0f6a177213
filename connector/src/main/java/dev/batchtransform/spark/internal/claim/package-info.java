/**
 * Who works on a run: at most one driver at a time stages its files, sends its waves and writes its
 * ledger. Knows a run by its name only.
 *
 * <p>May import of ours: {@code stage}.
 */
@NullMarked
package dev.batchtransform.spark.internal.claim;

import org.jspecify.annotations.NullMarked;
