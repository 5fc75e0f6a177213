/**
 * A SageMaker with one model, in a process of its own, so that its memory is not the driver's. May
 * import {@code model}, {@code process} and the emulator.
 */
@NullMarked
package dev.batchtransform.benchmarks.cloud;

import org.jspecify.annotations.NullMarked;
