/**
 * State machines that run transform jobs, and their executions. A definition is kept and not
 * interpreted. May import the packages {@code job} and {@code fault}.
 */
@NullMarked
package dev.batchtransform.emulator.states;

import org.jspecify.annotations.NullMarked;
