/**
 * The only package that sees the AWS SDK: small interfaces to SageMaker's transform jobs, to its
 * endpoints, to state machines of Step Functions and to a queue of SQS, and their implementations.
 * Requests and answers cross it as JSON trees, whose fields have the names of SageMaker's API, so
 * that the request shown to a user, its digest, its validation and its comparison with a running
 * job share one form. Knows no run and no option. No SDK type is public here.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.spark.internal.aws;

import org.jspecify.annotations.NullMarked;
