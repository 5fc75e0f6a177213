/**
 * Ledgers of runs that nobody has staged.
 *
 * <p>May import what the connector's package of this name may.
 */
@NullMarked
package dev.batchtransform.spark.internal.ledger;

import org.jspecify.annotations.NullMarked;
