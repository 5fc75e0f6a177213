package dev.batchtransform.examples.model;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Cuts a text into sentences. */
final class Sentences {
  /** What is shorter is a heading, a number or an address. */
  private static final int LEAST_WORDS = 6;

  private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private Sentences() {}

  /** The text's sentences in their order, each on one line; the whole text if it has none. */
  static List<String> of(String text) {
    List<String> sentences = new ArrayList<>();
    PARAGRAPHS
        .splitAsStream(text)
        .map(paragraph -> SPACE.matcher(paragraph).replaceAll(" ").strip())
        .forEach(paragraph -> addSentences(paragraph, sentences));
    return sentences.isEmpty() ? List.of(text) : sentences;
  }

  private static void addSentences(String paragraph, List<String> sentences) {
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
    breaks.setText(paragraph);
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
      String sentence = paragraph.substring(start, end).strip();
      if (SPACE.splitAsStream(sentence).limit(LEAST_WORDS).count() == LEAST_WORDS) {
        sentences.add(sentence);
      }
    }
  }
}
