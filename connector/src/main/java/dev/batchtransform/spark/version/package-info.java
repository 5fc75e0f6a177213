/**
 * Which version of the connector this is, as the build wrote it. The floor of the house: imports
 * nothing of ours and no library; every room may import it.
 */
@NullMarked
package dev.batchtransform.spark.version;

import org.jspecify.annotations.NullMarked;
