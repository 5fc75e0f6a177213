/**
 * A run as a page for a browser. Reads the ledger and nothing else.
 *
 * <p>May import of ours: {@code ledger}, {@code executor}, {@code cost}, {@code stage}, {@code
 * options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.report;

import org.jspecify.annotations.NullMarked;
