/** What is inside the published jar, and what its classes call. */
@NullMarked
package dev.batchtransform.spark.it.jar;

import org.jspecify.annotations.NullMarked;
