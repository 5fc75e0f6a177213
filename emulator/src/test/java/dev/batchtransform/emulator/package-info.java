/** The emulator as its users see it: through AWS's own clients. */
@NullMarked
package dev.batchtransform.emulator;

import org.jspecify.annotations.NullMarked;
