/**
 * Every option, declared once as data in {@link dev.batchtransform.spark.options.OptionTable}.
 * Strings come in, typed and validated values go out; documentation, session defaults and
 * suggestions for misspelt names read the same table. Pure: reads no file, calls no service, knows
 * no Spark type. May import no other room.
 */
@NullMarked
package dev.batchtransform.spark.options;

import org.jspecify.annotations.NullMarked;
