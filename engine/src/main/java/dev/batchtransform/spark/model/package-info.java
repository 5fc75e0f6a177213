/**
 * A model as the engine calls it: what {@code localModel=class:...} names implements {@link
 * dev.batchtransform.spark.model.LocalModel}. Public API.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.spark.model;

import org.jspecify.annotations.NullMarked;
