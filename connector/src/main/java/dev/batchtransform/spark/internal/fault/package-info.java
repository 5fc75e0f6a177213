/**
 * Named places where a test lets something fail. Every package may import it.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.spark.internal.fault;

import org.jspecify.annotations.NullMarked;
