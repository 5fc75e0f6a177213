/**
 * Time as people write it, and how long to wait before something is done again. Not of the
 * container contract: here because everything of ours may import it.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.engine.time;

import org.jspecify.annotations.NullMarked;
