/** Scripted faults: what goes wrong, for whom and how often. Imports nothing of this project. */
@NullMarked
package dev.batchtransform.emulator.fault;

import org.jspecify.annotations.NullMarked;
