package dev.batchtransform.examples.model;

import java.util.List;

/**
 * What the model has read in a document.
 *
 * @param embedding where the document lies: the middle of its sentences
 * @param keySentences up to three sentences that lie nearest to it, the nearest first
 * @param sentences how many sentences were read
 */
public record Reading(Embedding embedding, List<String> keySentences, int sentences) {}
