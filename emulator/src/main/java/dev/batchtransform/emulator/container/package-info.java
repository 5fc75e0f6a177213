/** Model containers: servers that run already and processes that are started for an instance. */
@NullMarked
package dev.batchtransform.emulator.container;

import org.jspecify.annotations.NullMarked;
