/**
 * Every option, declared once as data in {@link
 * dev.batchtransform.spark.internal.options.OptionTable}. Strings come in, typed and validated
 * values go out; documentation, session defaults and suggestions for misspelt names read the same
 * table. Pure: reads no file, calls no service, knows no Spark type.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.spark.internal.options;

import org.jspecify.annotations.NullMarked;
