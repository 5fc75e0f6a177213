package dev.batchtransform.spark.internal.record.rowlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.batchtransform.spark.internal.record.encode.Tables;
import dev.batchtransform.spark.internal.record.encode.Tables.Table;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/** A stored type runs nobody's code. */
class StoredTypesTest {

  private static final String UDT =
      "{\"type\":\"struct\",\"fields\":[{\"name\":\"v\",\"type\":{\"type\":\"array\",\"elementType\":"
          + "{\"type\":\"udt\",%s\"pyClass\":\"os.abort\",\"serializedClass\":\"gASV\",\"sqlType\":\"double\"},"
          + "\"containsNull\":true},\"nullable\":true,\"metadata\":{}}]}";

  /** Says whether somebody has made one. */
  public static final class Bomb {
    private static final java.util.concurrent.atomic.AtomicInteger MADE =
        new java.util.concurrent.atomic.AtomicInteger();

    public Bomb() {
      MADE.incrementAndGet();
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aTypeComesBackAsItWas(@ForAll("tables") Table table) {
    DataType parsed = StoredTypes.parse(table.schema().json());

    assertThat(parsed).isEqualTo(table.schema());
    assertThat(StoredTypes.sameShape(parsed, table.schema())).isTrue();
  }

  @Example
  void aVectorIsAVector() {
    for (DataType type : new DataType[] {SQLDataTypes.VectorType(), SQLDataTypes.MatrixType()}) {
      StructType schema = new StructType().add("v", type);
      assertThat(StoredTypes.parse(schema.json())).isEqualTo(schema);
    }
  }

  @Example
  void aClassThatIsNoTypeIsNeverMade() {
    String json = UDT.formatted("\"class\":\"" + Bomb.class.getName() + "\",");

    assertThat(StoredTypes.parse(json)).isEqualTo(StructType.fromDDL("v ARRAY<DOUBLE>"));
    assertThat(Bomb.MADE).hasValue(0);
  }

  @Example
  void whatPythonWouldRunIsLeftOut() {
    assertThat(StoredTypes.parse(UDT.formatted("")))
        .isEqualTo(StructType.fromDDL("v ARRAY<DOUBLE>"));
  }

  @Example
  void aTypeThatIsNotHereIsReadAsThePlainTypeThatHoldsIt() {
    assertThat(StoredTypes.parse(UDT.formatted("\"class\":\"org.elsewhere.Geometry\",")))
        .isEqualTo(StructType.fromDDL("v ARRAY<DOUBLE>"));
  }

  @Example
  void aFieldThatIsThereTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoredTypes.parse("{\"type\":\"udt\",\"class\":\"a\",\"class\":\"b\"}"));
  }

  @Example
  void damageIsRefused() {
    for (String damaged : new String[] {"", "{", "[]", "\"nothing\"", "{\"type\":\"udt\"}", "7"}) {
      assertThatIllegalArgumentException()
          .as(damaged)
          .isThrownBy(() -> StoredTypes.parse(damaged))
          .withMessageContaining("damaged");
    }
  }

  @Example
  void shapeIsNamesAndTypes() {
    StructType one = StructType.fromDDL("a ARRAY<STRUCT<b: MAP<STRING, INT>>>");
    StructType strict =
        new StructType()
            .add(
                "a",
                DataTypes.createArrayType(StructType.fromDDL("b MAP<STRING, INT> NOT NULL"), false),
                false,
                Metadata.fromJson("{\"comment\":\"x\"}"));

    assertThat(StoredTypes.sameShape(one, strict)).isTrue();
    for (String other :
        new String[] {
          "a ARRAY<STRUCT<c: MAP<STRING, INT>>>",
          "a ARRAY<STRUCT<b: MAP<STRING, BIGINT>>>",
          "a ARRAY<STRUCT<b: MAP<INT, INT>>>",
          "a ARRAY<STRUCT<b: MAP<STRING, INT>>>, d INT",
          "a STRING"
        }) {
      assertThat(StoredTypes.sameShape(one, StructType.fromDDL(other))).as(other).isFalse();
    }
  }

  @Provide
  Arbitrary<Table> tables() {
    return Tables.sent();
  }
}
