/** A server that keeps up with those who load it, and an existing program that does. */
@NullMarked
package dev.batchtransform.benchmarks.load;

import org.jspecify.annotations.NullMarked;
