/** The promises of the record room. */
@NullMarked
package dev.batchtransform.spark.record;

import org.jspecify.annotations.NullMarked;
