package dev.batchtransform.spark.it.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import scala.collection.JavaConverters;
import scala.collection.Seq;

class DescriptorTest {

  @Test
  void noClassOfOursLinksToWhatAnotherScalaOrSparkLacks() throws IOException {
    Set<String> violations = new TreeSet<>();
    for (ClassReader type : ConnectorJar.ownClasses()) {
      violations.addAll(LinkageRules.violations(type));
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void aScalaCollectionIsFoundWhereverAClassCanHaveIt() throws IOException {
    assertThat(LinkageRules.violations(fixture(WithScalaCollections.class)))
        .anyMatch(line -> line.contains("declares seq"))
        .anyMatch(line -> line.contains("declares asSeq"))
        .anyMatch(line -> line.contains("calls org/apache/spark/sql/Row.toSeq"))
        .anyMatch(line -> line.contains("refers to org/apache/spark/sql/Row.toSeq"))
        .anyMatch(line -> line.contains("calls scala/collection/JavaConverters"));
  }

  @Test
  void whatEverySparkHasIsNoViolation() throws IOException {
    assertThat(LinkageRules.violations(fixture(Harmless.class))).isEmpty();
  }

  private static ClassReader fixture(Class<?> type) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream in =
        Objects.requireNonNull(type.getClassLoader().getResourceAsStream(file), file)) {
      return new ClassReader(in);
    }
  }

  /** Breaks the rules in each way that they look for; never run. */
  static final class WithScalaCollections {
    final Seq<Object> seq;

    WithScalaCollections(Row row) {
      this.seq = row.toSeq();
    }

    static Seq<Object> asSeq(Row row) {
      java.util.function.Function<Row, Object> values = Row::toSeq;
      return JavaConverters.asScalaBuffer(java.util.List.of(values.apply(row)));
    }
  }

  /** Keeps the rules; never run. */
  static final class Harmless {
    static Object first(Object value) {
      return RowFactory.create(value).get(0);
    }
  }
}
