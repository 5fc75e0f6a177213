/**
 * Rows to bytes and back: a row becomes the model's record, the columns that are carried become a
 * row log, and the model's answers become column values. Knows streams, not files; no run and no
 * option. May import the JDK, Spark's types and rows, Jackson's core and zstd-jni, all of which
 * Spark has on its class path.
 */
@NullMarked
package dev.batchtransform.spark.record;

import org.jspecify.annotations.NullMarked;
