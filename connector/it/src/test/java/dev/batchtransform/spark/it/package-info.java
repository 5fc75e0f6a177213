/**
 * Promises to a user, kept by the published jar: these tests see the shaded connector, Spark, an S3
 * server and nothing of what the jar was made from. Those tagged {@code compat} also run on every
 * other supported Spark: they call no method with a Scala collection.
 */
@NullMarked
package dev.batchtransform.spark.it;

import org.jspecify.annotations.NullMarked;
