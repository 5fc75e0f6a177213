/**
 * Model containers: servers that run already and processes that are started for an instance, and
 * what may stand before one. May import {@code fault}.
 */
@NullMarked
package dev.batchtransform.emulator.container;

import org.jspecify.annotations.NullMarked;
