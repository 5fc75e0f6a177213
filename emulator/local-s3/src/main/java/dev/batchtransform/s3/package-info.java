/**
 * A real S3 server for tests, examples and benchmarks, in a process of its own. May import the JDK
 * only, so that it can stand on any class path, Spark's included.
 */
@NullMarked
package dev.batchtransform.s3;

import org.jspecify.annotations.NullMarked;
