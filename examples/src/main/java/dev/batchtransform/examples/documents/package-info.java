/** Long documents: the texts of open-source licences. May import JSON and Spark SQL. */
@NullMarked
package dev.batchtransform.examples.documents;

import org.jspecify.annotations.NullMarked;
