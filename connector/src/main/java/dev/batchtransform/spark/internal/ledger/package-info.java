/**
 * What is known of a run: {@code _run.json}, the fate of each file, where ledgers lie and who may
 * write them.
 *
 * <p>May import of ours: {@code claim}, {@code executor}, {@code stage}, {@code record.rowlog},
 * {@code record.answer}, {@code record.value}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.ledger;

import org.jspecify.annotations.NullMarked;
