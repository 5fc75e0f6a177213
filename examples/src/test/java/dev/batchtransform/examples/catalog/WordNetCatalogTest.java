package dev.batchtransform.examples.catalog;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordNetCatalogTest {
  private static final WordNetCatalog CATALOG = WordNetCatalog.load();

  @Test
  void theWholeCatalogHasEverySynsetOnce() {
    List<CatalogItem> items = CATALOG.all();

    assertThat(items).hasSize(117_791).doesNotHaveDuplicates();
    assertThat(items.stream().map(CatalogItem::id).distinct()).hasSize(117_791);
    assertThat(items.stream().map(CatalogItem::category).distinct()).hasSize(45);
  }

  @Test
  void itemsComeInTheSameOrderInEveryRun() {
    WordNetCatalog again = WordNetCatalog.load();

    assertThat(again.all()).isEqualTo(CATALOG.all());
    assertThat(again.balanced(100)).isEqualTo(CATALOG.balanced(100));
  }

  @Test
  void anItemCarriesItsDefinitionApartFromItsExamples() {
    CatalogItem breathe =
        CATALOG.all().stream()
            .filter(item -> item.id().equals("verb-1740"))
            .findFirst()
            .orElseThrow();

    assertThat(breathe)
        .isEqualTo(
            new CatalogItem(
                "verb-1740",
                "breathe",
                List.of("breathe", "take a breath", "respire", "suspire"),
                "draw air into, and expel out of, the lungs",
                List.of("I can breathe better when the air is clean", "The patient is respiring"),
                "verb.body",
                null,
                1740));
  }

  @Test
  void theBalancedCatalogHasEquallyManyItemsOfEachCategory() {
    Map<String, Long> counts =
        CATALOG.balanced(4_000).stream().collect(groupingBy(CatalogItem::category, counting()));

    assertThat(counts.keySet()).isEqualTo(WordNetCatalog.BALANCED_CATEGORIES);
    assertThat(Set.copyOf(counts.values())).containsExactly(400L);
  }

  @Test
  void neighbouringRowsAreOfManyCategories() {
    List<CatalogItem> items = CATALOG.balanced(1_000);
    Set<String> pairs = new HashSet<>();
    for (int i = 1; i < items.size(); i++) {
      pairs.add(items.get(i - 1).category() + items.get(i).category());
    }

    assertThat(pairs).hasSizeGreaterThan(80);
  }

  @Test
  void moreItemsThanThereAreAreRefused() {
    assertThatThrownBy(() -> CATALOG.balanced(100_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot take 100,000 items: the balanced catalog has 56,");
  }
}
