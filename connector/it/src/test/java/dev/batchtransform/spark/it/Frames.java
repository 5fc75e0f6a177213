package dev.batchtransform.spark.it;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** DataFrames to score. */
final class Frames {
  private Frames() {}

  /** Columns {@code id} and {@code name}, in three partitions. */
  static Dataset<Row> numbers(SparkSession spark, long rows) {
    return spark.range(0, rows, 1, 3).selectExpr("id", "concat('name ', id) AS name");
  }

  /** A row of usual values, one of extremes, one of nulls, in a column of every type. */
  static Dataset<Row> everyType(SparkSession spark) {
    return spark
        .range(0, 3, 1, 2)
        .selectExpr(
            "id",
            "IF(id = 2, null, id = 1) AS bool",
            "IF(id = 2, null, CAST(IF(id = 0, 1, -128) AS TINYINT)) AS tiny",
            "IF(id = 2, null, CAST(IF(id = 0, 1, 32767) AS SMALLINT)) AS small",
            "IF(id = 2, null, IF(id = 0, 1, -2147483648)) AS int",
            "IF(id = 2, null, IF(id = 0, 1L, 9223372036854775807L)) AS long",
            "IF(id = 2, null, CAST(IF(id = 0, '1.5', 'NaN') AS FLOAT)) AS float",
            "IF(id = 2, null, CAST(IF(id = 0, '1.5', '-Infinity') AS DOUBLE)) AS double",
            "IF(id = 2, null, CAST(IF(id = 0, 1, 99999999999999999999999999999999.123456) AS DECIMAL(38,6))) AS decimal",
            "IF(id = 2, null, IF(id = 0, 'plain', 'ünï\\u2028cødé \\n \"quoted\" ')) AS string",
            "IF(id = 2, null, unhex('00FF10')) AS binary",
            "IF(id = 2, null, IF(id = 0, DATE'2026-11-23', DATE'0001-01-01')) AS date",
            "IF(id = 2, null, IF(id = 0, TIMESTAMP'2026-11-23 01:02:03.456789', TIMESTAMP'1900-01-01 00:00:00')) AS time",
            "IF(id = 2, null, TIMESTAMP_NTZ'2026-11-23 01:02:03') AS local_time",
            "IF(id = 2, null, INTERVAL '1-2' YEAR TO MONTH) AS months",
            "IF(id = 2, null, INTERVAL '1 02:03:04' DAY TO SECOND) AS seconds",
            "IF(id = 2, null, array(1, null, 3)) AS array",
            "IF(id = 2, null, map('a', 1.5D, 'b', null)) AS map",
            "IF(id = 2, null, named_struct('x', id, 'y', array(named_struct('z', 'deep')))) AS struct",
            "null AS nothing");
  }

  /** All columns of a DataFrame, whatever their names. */
  static Column[] columns(Dataset<Row> df) {
    return Arrays.stream(df.columns())
        .map(name -> col("`" + name.replace("`", "``") + "`"))
        .toArray(Column[]::new);
  }
}
