/**
 * Named places where a test lets something fail. The floor of the house: imports nothing of ours
 * and no library; every room may import it.
 */
@NullMarked
package dev.batchtransform.spark.fault;

import org.jspecify.annotations.NullMarked;
