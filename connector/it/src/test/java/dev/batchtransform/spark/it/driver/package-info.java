/** A driver in a process of its own, which tests kill, end and stop. */
@NullMarked
package dev.batchtransform.spark.it.driver;

import org.jspecify.annotations.NullMarked;
