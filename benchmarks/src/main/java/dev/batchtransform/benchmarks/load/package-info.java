/**
 * A server that keeps up with those who load it, and an existing program that does, each in a
 * process of its own. May import {@code process}.
 */
@NullMarked
package dev.batchtransform.benchmarks.load;

import org.jspecify.annotations.NullMarked;
