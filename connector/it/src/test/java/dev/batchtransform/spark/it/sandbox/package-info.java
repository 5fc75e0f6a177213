/** The world around the connector in tests: Spark, an S3 server, a local SageMaker, models. */
@NullMarked
package dev.batchtransform.spark.it.sandbox;

import org.jspecify.annotations.NullMarked;
