/**
 * Words for messages. Every package may import it.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.spark.internal.text;

import org.jspecify.annotations.NullMarked;
