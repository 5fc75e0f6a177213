package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.session.SessionOptions;
import dev.batchtransform.spark.internal.source.write.StreamedWrite;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.CreatableRelationProvider;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.sources.RelationProvider;
import org.apache.spark.sql.sources.SchemaRelationProvider;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.Iterator;

/**
 * The data source {@code sagemaker}. Reads and writes are of Spark's second kind; the first is for
 * tables of the session's catalog, which on Spark 3.5 are nothing else.
 */
public final class TransformTableProvider
    implements TableProvider,
        DataSourceRegister,
        RelationProvider,
        SchemaRelationProvider,
        CreatableRelationProvider {

  /** The data source's short name. */
  public static final String NAME = "sagemaker";

  private @Nullable Table loaded;

  /** Called by Spark, through the service loader. */
  public TransformTableProvider() {}

  @Override
  public String shortName() {
    return NAME;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    loaded =
        RunTables.read(SessionOptions.of(CatalogProperties.without(options.asCaseSensitiveMap())));
    return schemaOf(loaded);
  }

  /**
   * Spark calls this without {@link #inferSchema} for a write, with the schema of the rows to
   * write, and for a read with a schema of the user's own.
   */
  @Override
  public Table getTable(
      @Nullable StructType schema, Transform[] partitioning, Map<String, String> properties) {
    if (loaded != null) {
      return loaded;
    }
    StreamedWrite.refuse(properties);
    TransformOptions options = SessionOptions.of(CatalogProperties.without(properties));
    StructType columns = schema == null ? new StructType() : schema;
    return CatalogProperties.areOfTable(properties)
        ? TransformTable.ofCatalog(columns, options)
        : TransformTable.ofRows(columns, options);
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public BaseRelation createRelation(
      SQLContext context, scala.collection.immutable.Map<String, String> options) {
    return new TransformRelation(context, inJava(options), null);
  }

  @Override
  public BaseRelation createRelation(
      SQLContext context,
      scala.collection.immutable.Map<String, String> options,
      StructType declared) {
    return new TransformRelation(context, inJava(options), declared);
  }

  /**
   * {@code CREATE TABLE ... AS SELECT}. Spark says that it overwrites, since the table is new; a
   * run of that name that is there already is another table's, and is gone on with as everywhere.
   */
  @Override
  public BaseRelation createRelation(
      SQLContext context,
      SaveMode mode,
      scala.collection.immutable.Map<String, String> options,
      Dataset<Row> rows) {
    Map<String, String> given = inJava(options);
    TransformRelation.write(rows, given, SaveMode.Append);
    return new TransformRelation(context, given, null);
  }

  /** Scala's own converters differ between its versions. */
  private static Map<String, String> inJava(
      scala.collection.immutable.Map<String, String> options) {
    Map<String, String> all = new HashMap<>();
    for (Iterator<Tuple2<String, String>> each = options.iterator(); each.hasNext(); ) {
      Tuple2<String, String> option = each.next();
      all.put(option._1(), option._2());
    }
    return all;
  }

  // Table.columns() replaces schema() in later Sparks; schema() is what Spark 3.5 and 4.x both
  // have.
  @SuppressWarnings("deprecation")
  private static StructType schemaOf(Table table) {
    return table.schema();
  }
}
