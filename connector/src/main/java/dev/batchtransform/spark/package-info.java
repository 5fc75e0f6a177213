/**
 * The face: what a program calls. BatchTransform scores a DataFrame, TransformRun is a run that has
 * been started.
 */
package dev.batchtransform.spark;
