package dev.batchtransform.examples.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Pointer;
import net.sf.extjwnl.data.PointerType;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.data.Word;
import net.sf.extjwnl.dictionary.Dictionary;
import org.jspecify.annotations.Nullable;

/**
 * WordNet 3.1 as a catalog: things, foods, animals and 114,000 more, each with a description and a
 * true category.
 *
 * <p>Items come in a fixed random order, the same in every run. Neighbouring rows so have nothing
 * to do with each other, and an answer that landed on the wrong row would show.
 */
public final class WordNetCatalog {
  /** The categories that {@link #balanced} draws from. */
  public static final Set<String> BALANCED_CATEGORIES =
      Set.of(
          "noun.animal",
          "noun.artifact",
          "noun.body",
          "noun.communication",
          "noun.food",
          "noun.location",
          "noun.person",
          "noun.plant",
          "noun.substance",
          "verb.motion");

  private static final long SEED = 31;
  private static final Pattern EXAMPLE = Pattern.compile("\"([^\"]+)\"");

  private final List<CatalogItem> items;

  private WordNetCatalog(List<CatalogItem> items) {
    this.items = items;
  }

  /** Reads WordNet from the class path; takes a few seconds. */
  public static WordNetCatalog load() {
    List<CatalogItem> items = new ArrayList<>();
    try {
      Dictionary dictionary = Dictionary.getDefaultResourceInstance();
      for (POS partOfSpeech : POS.values()) {
        Iterator<Synset> synsets = dictionary.getSynsetIterator(partOfSpeech);
        while (synsets.hasNext()) {
          items.add(item(synsets.next()));
        }
      }
    } catch (JWNLException failure) {
      throw new IllegalStateException("Cannot read WordNet from the class path", failure);
    }
    return new WordNetCatalog(shuffled(items));
  }

  /** All 117,791 synsets. */
  public List<CatalogItem> all() {
    return items;
  }

  /**
   * A part of the catalog, equally many items of each of {@link #BALANCED_CATEGORIES} while they
   * last.
   *
   * @param count how many items; at most all of those categories, some 56,000
   */
  public List<CatalogItem> balanced(int count) {
    record Ranked(int rank, CatalogItem item) {}
    Map<String, Integer> taken = new HashMap<>();
    List<CatalogItem> roundRobin =
        items.stream()
            .filter(item -> BALANCED_CATEGORIES.contains(item.category()))
            .map(item -> new Ranked(taken.merge(item.category(), 1, Integer::sum), item))
            .sorted(Comparator.comparingInt(Ranked::rank))
            .map(Ranked::item)
            .toList();
    if (count < 0 || count > roundRobin.size()) {
      throw new IllegalArgumentException(
          "Cannot take %,d items: the balanced catalog has %,d. Ask for fewer, or for the whole catalog."
              .formatted(count, roundRobin.size()));
    }
    return shuffled(roundRobin.subList(0, count));
  }

  private static List<CatalogItem> shuffled(List<CatalogItem> items) {
    List<CatalogItem> shuffled = new ArrayList<>(items);
    Collections.shuffle(shuffled, new Random(SEED));
    return Collections.unmodifiableList(shuffled);
  }

  private static CatalogItem item(Synset synset) throws JWNLException {
    List<String> words = synset.getWords().stream().map(Word::getLemma).toList();
    String gloss = synset.getGloss();
    int examples = gloss.indexOf("; \"");
    return new CatalogItem(
        synset.getPOS().getLabel() + "-" + synset.getOffset(),
        words.get(0),
        words,
        examples < 0 ? gloss : gloss.substring(0, examples),
        examples < 0 ? List.of() : examples(gloss.substring(examples)),
        synset.getLexFileName(),
        broader(synset),
        synset.getOffset());
  }

  private static List<String> examples(String text) {
    return EXAMPLE.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }

  private static @Nullable String broader(Synset synset) throws JWNLException {
    List<Pointer> pointers = synset.getPointers(PointerType.HYPERNYM);
    return pointers.isEmpty()
        ? null
        : pointers.get(0).getTargetSynset().getWords().get(0).getLemma();
  }
}
