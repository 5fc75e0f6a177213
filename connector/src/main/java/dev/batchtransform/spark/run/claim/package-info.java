/**
 * Who works on a run: at most one driver at a time stages its files, sends its waves and writes its
 * ledger. Knows a run by its name only. May import {@code stage}.
 */
@NullMarked
package dev.batchtransform.spark.run.claim;

import org.jspecify.annotations.NullMarked;
