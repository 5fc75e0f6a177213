/**
 * What was measured: as text, as JSON, as a page and a picture, and held to floors. Knows nothing
 * of how it is measured.
 */
@NullMarked
package dev.batchtransform.benchmarks.report;

import org.jspecify.annotations.NullMarked;
