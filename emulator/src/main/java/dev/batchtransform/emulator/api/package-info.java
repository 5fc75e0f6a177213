/**
 * The HTTP interface: AWS's JSON 1.1 and REST protocols, the operations of SageMaker, its runtime
 * and CloudWatch Logs, and the emulator's own paths. May import every other package but the root.
 */
@NullMarked
package dev.batchtransform.emulator.api;

import org.jspecify.annotations.NullMarked;
