/**
 * Row n of a row log beside answer n of its output: the aligned reader, what it needs to know of a
 * run, and the proof that an answer is its record's. A read passes through here and never through
 * the engine.
 *
 * <p>May import of ours: {@code ledger}, {@code session}, {@code stage}, {@code record.rowlog},
 * {@code record.answer}, {@code record.value}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.join;

import org.jspecify.annotations.NullMarked;
