package dev.batchtransform.examples.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item of the catalog: a WordNet synset.
 *
 * @param id part of speech and offset, such as {@code noun-7755101}; unique
 * @param title the first of its words
 * @param words all words that mean it, the title among them
 * @param description its definition
 * @param examples sentences that use it; often none
 * @param category WordNet's lexicographer file, such as {@code noun.food}
 * @param broader title of the item that this one is a kind of; null where WordNet names none
 * @param offset the synset's position in WordNet's data file for its part of speech
 */
public record CatalogItem(
    String id,
    String title,
    List<String> words,
    String description,
    List<String> examples,
    String category,
    @Nullable String broader,
    long offset) {}
