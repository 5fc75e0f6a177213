/**
 * Which version of the connector this is, and where its documentation is, as the build wrote it.
 * Every package may import it.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.spark.internal.version;

import org.jspecify.annotations.NullMarked;
