/**
 * The model of the examples, called in the same JVM. May import ONNX Runtime and the tokenizer, no
 * Spark.
 */
@NullMarked
package dev.batchtransform.examples.model;

import org.jspecify.annotations.NullMarked;
