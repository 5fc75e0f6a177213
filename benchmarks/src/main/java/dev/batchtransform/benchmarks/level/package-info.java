/** How level the loads of a job's instances are, simulated over files that the planner makes. */
@NullMarked
package dev.batchtransform.benchmarks.level;

import org.jspecify.annotations.NullMarked;
