/**
 * The public API: what a program calls. {@link dev.batchtransform.spark.BatchTransform} scores a
 * DataFrame, {@link dev.batchtransform.spark.TransformRun} is a run that has been started. Public
 * with it are {@code model}, what a model in Java implements, and {@code exceptions}. All below
 * {@code internal} may change in any version.
 *
 * <p>May import of ours: {@code verify}, {@code source} (its tables, for the catalog), {@code
 * housekeeping}, {@code report}, {@code run}, {@code run.isolation}, {@code executor.auto}, {@code
 * join}, {@code ledger}, {@code session}, {@code stage}, {@code record.encode}, {@code cost},
 * {@code options}.
 */
@NullMarked
package dev.batchtransform.spark;

import org.jspecify.annotations.NullMarked;
