/**
 * What SageMaker calls data processing: filters of records and answers, and the join of both.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.engine.processing;

import org.jspecify.annotations.NullMarked;
