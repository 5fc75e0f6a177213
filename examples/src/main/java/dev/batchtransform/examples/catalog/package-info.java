/**
 * The data of the examples: WordNet as a catalog of things. May import WordNet's reader and Spark
 * SQL.
 */
@NullMarked
package dev.batchtransform.examples.catalog;

import org.jspecify.annotations.NullMarked;
