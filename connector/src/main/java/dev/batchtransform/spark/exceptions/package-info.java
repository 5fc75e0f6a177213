/**
 * What calls of the public API throw. Public API; every package may import it.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.spark.exceptions;

import org.jspecify.annotations.NullMarked;
