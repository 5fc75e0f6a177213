/**
 * Endpoints that really serve: their states, their instances, and what becomes of a request. May
 * import {@code container}, {@code storage}, {@code fault} and {@code log}; knows no HTTP API.
 */
@NullMarked
package dev.batchtransform.emulator.endpoint;

import org.jspecify.annotations.NullMarked;
