package dev.batchtransform.spark;

import dev.batchtransform.spark.exceptions.RunNotFoundException;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.ResultTable;
import dev.batchtransform.spark.internal.source.RunTables;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A catalog of runs for SQL. Each namespace is a staging path, and its tables are its runs:
 *
 * <pre>
 * spark.sql.catalog.scoring          dev.batchtransform.spark.SageMakerCatalog
 * spark.sql.catalog.scoring.nightly  s3a://bucket/scoring
 * </pre>
 *
 * <p>{@code SELECT * FROM scoring.nightly.latest} is the newest completed run; beside it there are
 * {@code all} (all completed ones, with {@code run_id} and {@code dt}), {@code runs}, {@code files}
 * and {@code dead_letters}, and each completed run under its name. A run of one of those names is
 * read with {@code spark.read}. A staging path that is not configured can stand in the place of a
 * namespace, in backquotes.
 *
 * <p>{@code CREATE TABLE scoring.nightly.run_1 OPTIONS (model 'm') AS SELECT ...} is a run. Nothing
 * here deletes one: {@link BatchTransform#purge} does.
 */
public final class SageMakerCatalog implements StagingTableCatalog, SupportsNamespaces {
  private static final String LATEST = "latest";

  private static final List<String> TABLES =
      Stream.concat(
              Stream.of(LATEST),
              Stream.of(
                      ResultTable.ALL,
                      ResultTable.RUNS,
                      ResultTable.FILES,
                      ResultTable.DEAD_LETTERS)
                  .map(ResultTable::text))
          .toList();

  private String name = "";
  private final Map<String, String> paths = new TreeMap<>();

  /** Called by Spark, which then initializes it. */
  public SageMakerCatalog() {}

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    name = catalog;
    paths.putAll(options.asCaseSensitiveMap());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    Map<String, String> options = options(namespace);
    return Stream.concat(TABLES.stream(), RunTables.completed(options).stream())
        .distinct()
        .map(table -> Identifier.of(namespace, table))
        .toArray(Identifier[]::new);
  }

  /** {@inheritDoc} Of {@code latest} the run that is newest at this moment. */
  @Override
  public Table loadTable(Identifier identifier) throws NoSuchTableException {
    try {
      return RunTables.read(read(identifier));
    } catch (NoSuchNamespaceException | RunNotFoundException none) {
      throw new NoSuchTableException(identifier);
    }
  }

  /** {@inheritDoc} {@code CREATE TABLE ... AS SELECT}: the table's options are the run's. */
  // Later Sparks pass columns, and turn them into this.
  @SuppressWarnings("deprecation")
  @Override
  public StagedTable stageCreate(
      Identifier identifier,
      StructType columns,
      Transform[] partitions,
      Map<String, String> properties)
      throws NoSuchNamespaceException {
    if (TABLES.contains(identifier.name())) {
      throw refused("make a run under the name of a table that every namespace has, " + identifier);
    }
    Map<String, String> options = options(identifier.namespace());
    properties.forEach(
        (property, value) -> {
          if (property.startsWith(OPTION_PREFIX)) {
            options.put(property.substring(OPTION_PREFIX.length()), value);
          }
        });
    options.put(OptionTable.RUN_ID.name(), identifier.name());
    return RunTables.written(columns, options);
  }

  @SuppressWarnings("deprecation")
  @Override
  public StagedTable stageReplace(
      Identifier identifier,
      StructType columns,
      Transform[] partitions,
      Map<String, String> properties) {
    throw refused("replace " + identifier);
  }

  @SuppressWarnings("deprecation")
  @Override
  public StagedTable stageCreateOrReplace(
      Identifier identifier,
      StructType columns,
      Transform[] partitions,
      Map<String, String> properties) {
    throw refused("replace " + identifier);
  }

  /** {@inheritDoc} Always refused: a run is made of its rows. */
  @SuppressWarnings("deprecation")
  @Override
  public Table createTable(
      Identifier identifier,
      StructType columns,
      Transform[] partitions,
      Map<String, String> properties) {
    throw refused("create " + identifier + " without rows");
  }

  @Override
  public Table alterTable(Identifier identifier, TableChange... changes) {
    throw refused("change " + identifier);
  }

  @Override
  public boolean dropTable(Identifier identifier) {
    if (tableExists(identifier)) {
      throw refused("drop " + identifier);
    }
    return false;
  }

  @Override
  public void renameTable(Identifier before, Identifier after) {
    throw refused("rename " + before);
  }

  @Override
  public String[][] listNamespaces() {
    return paths.keySet().stream().map(each -> new String[] {each}).toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length > 0) {
      path(namespace);
      return new String[0][];
    }
    return listNamespaces();
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    return Map.of(SupportsNamespaces.PROP_LOCATION, path(namespace));
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw refused("create namespace " + Arrays.toString(namespace));
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw refused("change namespace " + Arrays.toString(namespace));
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw refused("drop namespace " + Arrays.toString(namespace));
  }

  private Map<String, String> read(Identifier identifier) throws NoSuchNamespaceException {
    Map<String, String> options = options(identifier.namespace());
    String table = identifier.name();
    if (table.equals(LATEST)) {
      return options;
    }
    options.put(
        TABLES.contains(table) ? OptionTable.TABLE.name() : OptionTable.RUN_ID.name(), table);
    return options;
  }

  private Map<String, String> options(String[] namespace) throws NoSuchNamespaceException {
    Map<String, String> options = new HashMap<>();
    options.put("path", path(namespace));
    return options;
  }

  private String path(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length != 1) {
      throw new NoSuchNamespaceException(namespace);
    }
    Optional<String> path =
        paths.entrySet().stream()
            .filter(each -> each.getKey().equalsIgnoreCase(namespace[0]))
            .map(Map.Entry::getValue)
            .findFirst()
            .or(() -> Optional.of(namespace[0]).filter(given -> given.contains("/")));
    return path.orElseThrow(() -> new NoSuchNamespaceException(namespace));
  }

  private UnsupportedOperationException refused(String what) {
    return new UnsupportedOperationException(
        "Cannot %s in catalog %s because its namespaces are the staging paths of spark.sql.catalog.%s.<namespace> and its tables their runs. A run is made with CREATE TABLE ... AS SELECT and deleted with BatchTransform.purge."
            .formatted(what, name, name));
  }
}
