/**
 * S3 as a transform job sees it: objects by key, raw string prefixes, an object that appears only
 * when it is complete. Reads and writes through Hadoop file systems; imports nothing of this
 * project.
 */
@NullMarked
package dev.batchtransform.emulator.storage;

import org.jspecify.annotations.NullMarked;
