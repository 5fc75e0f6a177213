/**
 * Models that cost next to nothing, so that what is measured is the way to them and back. May
 * import the connector's interface of a local model.
 */
@NullMarked
package dev.batchtransform.benchmarks.model;

import org.jspecify.annotations.NullMarked;
