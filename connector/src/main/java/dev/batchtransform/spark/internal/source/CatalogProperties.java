package dev.batchtransform.spark.internal.source;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.TableCatalog;

/** What a catalog says of a table beside the options that it was made with. */
final class CatalogProperties {
  private static final String LOCATION = TableCatalog.PROP_LOCATION;
  private static final String PATH = "path";

  /** Options once more, under this prefix. */
  private static final String OPTION_PREFIX = TableCatalog.OPTION_PREFIX;

  /** As Spark 4.1 reserves them; earlier ones know fewer. */
  private static final Set<String> RESERVED =
      Set.of(
          TableCatalog.PROP_COMMENT,
          LOCATION,
          TableCatalog.PROP_PROVIDER,
          TableCatalog.PROP_OWNER,
          TableCatalog.PROP_EXTERNAL,
          TableCatalog.PROP_IS_MANAGED_LOCATION,
          "collation",
          "table_type");

  private CatalogProperties() {}

  /** Whether they are those of a catalog's table, and not the options of a read or a write. */
  static boolean areOfTable(Map<String, String> properties) {
    return properties.containsKey(TableCatalog.PROP_PROVIDER);
  }

  /** The options alone. A catalog keeps {@code path} as the table's location. */
  static Map<String, String> without(Map<String, String> properties) {
    Map<String, String> options = new HashMap<>();
    properties.forEach(
        (name, value) -> {
          boolean ofCatalog =
              RESERVED.contains(name.toLowerCase(Locale.ROOT)) || name.startsWith(OPTION_PREFIX);
          if (!ofCatalog) {
            options.put(name, value);
          }
        });
    boolean hasPath = options.keySet().stream().anyMatch(PATH::equalsIgnoreCase);
    if (!hasPath && areOfTable(properties)) {
      String location = properties.get(LOCATION);
      if (location != null) {
        options.put(PATH, location);
      }
    }
    return options;
  }
}
