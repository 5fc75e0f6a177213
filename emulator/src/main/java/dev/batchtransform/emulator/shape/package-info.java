/**
 * The constraints of the API as data: what a request may look like, and what AWS says when it does
 * not. Knows JSON only; imports nothing of this project.
 */
@NullMarked
package dev.batchtransform.emulator.shape;

import org.jspecify.annotations.NullMarked;
