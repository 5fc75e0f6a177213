/**
 * A local SageMaker for tests and trials: {@link dev.batchtransform.emulator.LocalSageMaker} as a
 * library, {@link dev.batchtransform.emulator.EmulatorCommand} as a program. Puts the other
 * packages together; none of them may import this one.
 */
@NullMarked
package dev.batchtransform.emulator;

import org.jspecify.annotations.NullMarked;
