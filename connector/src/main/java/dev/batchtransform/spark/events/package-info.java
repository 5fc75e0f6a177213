/**
 * What happens to runs, as events on Spark's listener bus. Public API.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.spark.events;

import org.jspecify.annotations.NullMarked;
