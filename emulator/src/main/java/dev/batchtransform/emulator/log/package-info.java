/**
 * CloudWatch Logs as far as jobs and endpoints write to it: groups of named streams of lines.
 * Imports nothing of this project.
 */
@NullMarked
package dev.batchtransform.emulator.log;

import org.jspecify.annotations.NullMarked;
