/** What the pages for users say, checked: code runs, names exist. */
@NullMarked
package dev.batchtransform.spark.it.docs;

import org.jspecify.annotations.NullMarked;
