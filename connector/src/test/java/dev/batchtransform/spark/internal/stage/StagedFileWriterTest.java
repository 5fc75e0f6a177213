package dev.batchtransform.spark.internal.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.record.rowlog.RowLogReader;
import dev.batchtransform.spark.internal.record.rowlog.RowTag;
import dev.batchtransform.spark.internal.record.rowlog.RowsHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFileWriterTest {

  private static final StructType SCHEMA = new StructType().add("id", "long");

  @TempDir Path folder;

  @Test
  void theInputAndTheRowLogHoldTheSameRowsInTheSameOrder() throws Exception {
    StagedFileWriter writer = writer();
    writer.append(row(1), 1, line("{\"id\":1}"), 8);
    writer.append(row(2), 2, RowTag.OVERSIZE);
    writer.append(row(3), 3, line("{\"id\":3} and more"), 8);

    StagedFile staged = writer.commit();

    String content = Files.readString(folder.resolve("input/part-7.jsonl"));
    assertThat(content).isEqualTo("{\"id\":1}\n{\"id\":3}\n");
    CRC32C checksum = new CRC32C();
    checksum.update(content.getBytes(UTF_8));
    assertThat(staged)
        .isEqualTo(
            new StagedFile(
                "part-7", 3, 2, content.length(), checksum.getValue(), staged.rowLog(), false));
    try (RowLogReader rows =
        new RowLogReader(Files.newInputStream(folder.resolve("rows/part-7.rows")))) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.tag()).isEqualTo(RowTag.SENT);
      assertThat(rows.next()).isTrue();
      assertThat(rows.tag()).isEqualTo(RowTag.OVERSIZE);
      assertThat(rows.row().getLong(0)).isEqualTo(2);
      assertThat(rows.next()).isTrue();
      assertThat(rows.row().getLong(0)).isEqualTo(3);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void itKnowsTheSizesOfItsRowLogAndTheHashOfItsRows() throws Exception {
    RowsHash.Sum hashes = new RowsHash.Sum();
    StagedFileWriter writer = writer();
    for (long id = 0; id < 1000; id++) {
      writer.append(row(id), id, RowTag.UNPARSEABLE);
      hashes.add(id);
    }

    StagedRows rows = writer.commit().rowLog();

    assertThat(rows)
        .isEqualTo(
            new StagedRows(
                1000L * row(0).getSizeInBytes(),
                Files.size(folder.resolve("rows/part-7.rows")),
                hashes.total()));
  }

  @Test
  void anInputWithoutARecordIsNeverMade() throws Exception {
    StagedFileWriter writer = writer();
    writer.append(row(1), 1, RowTag.UNPARSEABLE);

    assertThat(writer.commit().records()).isZero();
    assertThat(names()).containsExactly("part-7.rows");
  }

  @Test
  void anAbortedFileLeavesNothing() throws Exception {
    StagedFileWriter writer = writer();
    writer.append(row(1), 1, line("1"), 1);

    writer.abort();

    assertThat(names()).isEmpty();
  }

  @Test
  void aCommittedFileThatIsAbortedAfterwardsLeavesNothing() throws Exception {
    StagedFileWriter writer = writer();
    writer.append(row(1), 1, line("1"), 1);
    writer.commit();

    writer.abort();

    assertThat(names()).isEmpty();
  }

  @Test
  void aCompressedInputIsTheSameOnceItIsInflated() throws Exception {
    StagedFileWriter writer = writer(true);
    writer.append(row(1), 1, line("{\"id\":1}"), 8);

    StagedFile staged = writer.commit();

    assertThat(names()).containsExactlyInAnyOrder("part-7.rows", "part-7.jsonl.gz");
    try (InputStream file = Files.newInputStream(folder.resolve("input/part-7.jsonl.gz"));
        InputStream plain = new GZIPInputStream(file)) {
      assertThat(plain.readAllBytes()).isEqualTo("{\"id\":1}\n".getBytes(UTF_8));
    }
    assertThat(staged.bytes()).isEqualTo(9);
    assertThat(staged.outputName()).isEqualTo("part-7.jsonl.gz.out");
    CRC32C checksum = new CRC32C();
    checksum.update("{\"id\":1}\n".getBytes(UTF_8));
    assertThat(staged.checksum()).isEqualTo(checksum.getValue());
  }

  @Test
  void aCompressedFileThatIsAbortedLeavesNothing() throws Exception {
    StagedFileWriter writer = writer(true);
    writer.append(row(1), 1, line("1"), 1);
    writer.abort();
    assertThat(names()).isEmpty();

    StagedFileWriter committed = writer(true);
    committed.append(row(1), 1, line("1"), 1);
    committed.commit();
    committed.abort();
    assertThat(names()).isEmpty();
  }

  private StagedFileWriter writer() throws IOException {
    return writer(false);
  }

  private StagedFileWriter writer(boolean gzip) throws IOException {
    return new StagedFileWriter(
        new RunLayout(folder.toUri()), "part-7", gzip, SCHEMA, new Configuration());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .toList();
    }
  }

  private static UnsafeRow row(long id) {
    return UnsafeProjection.create(SCHEMA).apply(new GenericInternalRow(new Object[] {id}));
  }

  private static byte[] line(String text) {
    return text.getBytes(UTF_8);
  }
}
