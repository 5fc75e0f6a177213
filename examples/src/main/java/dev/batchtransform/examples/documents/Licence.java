package dev.batchtransform.examples.documents;

/**
 * A licence as SPDX lists it.
 *
 * @param id SPDX's short name, such as {@code MPL-2.0}; unique
 * @param name its full name
 * @param text all of it
 */
public record Licence(String id, String name, String text) {}
