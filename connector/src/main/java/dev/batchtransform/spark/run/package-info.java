/**
 * A run: its ledger, the waves until every file is decided, what becomes of a file. Knows no
 * DataFrame and no Spark plan. May import {@code executor}, {@code session}, {@code stage}, {@code
 * record}, {@code options}, {@code cost}, {@code aws}.
 */
@NullMarked
package dev.batchtransform.spark.run;

import org.jspecify.annotations.NullMarked;
