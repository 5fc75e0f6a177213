/**
 * Spark's DataSource V2 roles, one class a role: the data source {@code sagemaker}. A write is a
 * run, a read is its joined result. A paid job starts only in {@link
 * dev.batchtransform.spark.source.TransformBatchWrite#commit}. Beside them the verification, which
 * walks a run as a read does. May import every room below it.
 */
@NullMarked
package dev.batchtransform.spark.source;

import org.jspecify.annotations.NullMarked;
