/** Dead letters on a queue, against a server that speaks SQS. */
@NullMarked
package dev.batchtransform.spark.sqs;

import org.jspecify.annotations.NullMarked;
