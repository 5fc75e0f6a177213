/** Nearest neighbours among embeddings, in plain arrays. May import the JDK only. */
@NullMarked
package dev.batchtransform.examples.similarity;

import org.jspecify.annotations.NullMarked;
