/**
 * Methods in which a row spends its time, each beside what does the same work elsewhere, for JMH. A
 * class is a comparison: its method {@code ours}, and {@code theirs}.
 *
 * <p>May import the connector's {@code internal.record}.
 */
@NullMarked
package dev.batchtransform.benchmarks.method;

import org.jspecify.annotations.NullMarked;
