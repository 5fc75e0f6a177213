/**
 * The HTTP interface: AWS's JSON 1.1 protocol, the operations of SageMaker and CloudWatch Logs, and
 * the emulator's own paths. May import every other package but the root.
 */
@NullMarked
package dev.batchtransform.emulator.api;

import org.jspecify.annotations.NullMarked;
