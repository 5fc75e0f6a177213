/** What was measured, as text and as JSON. Knows nothing of how it is measured. */
@NullMarked
package dev.batchtransform.benchmarks.report;

import org.jspecify.annotations.NullMarked;
