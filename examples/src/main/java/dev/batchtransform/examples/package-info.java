/**
 * Programs that show the connector at work, each run by {@code ./run-example <Name>}, and the
 * environment they share. May import anything a user of the connector would.
 */
@NullMarked
package dev.batchtransform.examples;

import org.jspecify.annotations.NullMarked;
