/**
 * Failed rows as messages and as a table, and how they are sent again.
 *
 * <p>May import of ours: {@code run.wave}, {@code join}, {@code ledger}, {@code session}, {@code
 * stage}, {@code record}, {@code record.encode}, {@code record.answer}, {@code aws}, {@code
 * options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.deadletter;

import org.jspecify.annotations.NullMarked;
