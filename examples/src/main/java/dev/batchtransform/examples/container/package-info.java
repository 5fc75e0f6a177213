/**
 * The model as a SageMaker container: the HTTP server one would build into an image. May import the
 * model, an HTTP server and JSON; no Spark and nothing of the connector, because a container knows
 * neither.
 */
@NullMarked
package dev.batchtransform.examples.container;

import org.jspecify.annotations.NullMarked;
