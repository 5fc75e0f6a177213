/**
 * The face: what a program calls. BatchTransform scores a DataFrame, TransformRun is a run that has
 * been started.
 */
@NullMarked
package dev.batchtransform.spark;

import org.jspecify.annotations.NullMarked;
