/**
 * Transform jobs that really run: their states, their instances, and what each instance does with
 * its objects. Splitting, batching, retrying, assembling and joining is {@code
 * dev.batchtransform.engine}. May import {@code container}, {@code storage}, {@code fault} and
 * {@code log}; knows no HTTP API.
 */
@NullMarked
package dev.batchtransform.emulator.job;

import org.jspecify.annotations.NullMarked;
