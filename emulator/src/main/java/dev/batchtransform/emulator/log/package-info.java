/**
 * CloudWatch Logs as far as transform jobs write to it: named streams of lines. Imports nothing of
 * this project.
 */
@NullMarked
package dev.batchtransform.emulator.log;

import org.jspecify.annotations.NullMarked;
