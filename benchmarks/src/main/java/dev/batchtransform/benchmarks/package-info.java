/**
 * Times whole jobs of the connector against what a user would pick instead.
 *
 * <p>Both sides run in one JVM over the same rows and the same file system, in alternating rounds
 * after a warm-up, so that a slow minute of the machine strikes both. The ratio of their medians is
 * the result; the seconds themselves belong to the machine. Methods of nanoseconds, where the JVM
 * itself must be outwitted, are for JMH ({@code methods}); a round here is a Spark job of seconds
 * with files, threads and garbage collection, all of which a user waits for.
 *
 * <p>Every benchmark first proves that both sides do the same work: their rows are compared.
 *
 * <p>May import the connector's public API, the emulator, the S3 server and {@code report}, {@code
 * cloud}, {@code load}, {@code method}, {@code model} below.
 */
@NullMarked
package dev.batchtransform.benchmarks;

import org.jspecify.annotations.NullMarked;
