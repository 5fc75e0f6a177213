/**
 * The constraints of the API as data: what a request may look like, and what AWS says when it does
 * not. The data are AWS's own API models, reduced to the served operations by {@code
 * extract_api_models.py}; {@link dev.batchtransform.emulator.shape.ModelAmendments} and {@link
 * dev.batchtransform.emulator.shape.TransformJobRules} hold what they do not say. Knows JSON only;
 * imports nothing of this project.
 */
@NullMarked
package dev.batchtransform.emulator.shape;

import org.jspecify.annotations.NullMarked;
