/** The connector's requests and the checks of its options, compared with AWS's own API models. */
@NullMarked
package dev.batchtransform.spark.it.published;

import org.jspecify.annotations.NullMarked;
