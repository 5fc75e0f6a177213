/** Programs of the benchmarks that run in processes of their own. Imports nothing of ours. */
@NullMarked
package dev.batchtransform.benchmarks.process;

import org.jspecify.annotations.NullMarked;
