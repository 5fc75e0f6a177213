/**
 * What AWS documents that a transform job makes of one object, written down a second time without
 * the engine that the emulator shares with the connector, so that the two can contradict each
 * other. Where AWS is silent, it holds the choice that docs/verify-on-aws.md lists.
 */
@NullMarked
package dev.batchtransform.emulator.oracle;

import org.jspecify.annotations.NullMarked;
