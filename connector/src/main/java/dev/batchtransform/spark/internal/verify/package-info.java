/**
 * Proves a run file by file against its ledger, walking it as a read does. Starts no job and writes
 * nothing.
 *
 * <p>May import of ours: {@code source}, {@code join}, {@code ledger}, {@code session}, {@code
 * stage}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.verify;

import org.jspecify.annotations.NullMarked;
