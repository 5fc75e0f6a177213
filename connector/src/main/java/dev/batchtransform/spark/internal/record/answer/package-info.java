/**
 * The model's answers: how they are told apart, counted and typed, and read in order.
 *
 * <p>May import of ours: {@code record}, {@code record.encode}, {@code record.json}, {@code
 * record.value}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.record.answer;

import org.jspecify.annotations.NullMarked;
