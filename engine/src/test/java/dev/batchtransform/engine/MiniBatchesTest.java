package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.batchtransform.spark.model.BatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class MiniBatchesTest {

  /** Larger than the chunks in which a file is read. */
  private static final int LONG_RECORD = 70_000;

  @Property(tries = 300)
  void bodiesPutTogetherAreTheFile(@ForAll("files") String file, @ForAll BatchStrategy strategy)
      throws Exception {
    List<MiniBatch> batches = batches(file, strategy, 0);

    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    batches.forEach(batch -> sent.writeBytes(batch.body()));
    assertThat(sent.toString(UTF_8)).isEqualTo(withoutBlankEnd(file));
  }

  @Property(tries = 300)
  void noBodyIsLargerThanTheLimitAndTheNextRecordWouldNotHaveFitted(
      @ForAll("files") String file, @ForAll @IntRange(min = 50, max = 400) int spare)
      throws Exception {
    long limit = longest(file) + spare;

    List<MiniBatch> batches = batches(file, BatchStrategy.MULTI_RECORD, limit);

    List<String> records = records(file);
    int record = 0;
    for (MiniBatch batch : batches) {
      assertThat(batch.line()).isEqualTo(record + 1);
      assertThat(batch.body().length).isLessThanOrEqualTo(Math.toIntExact(limit));
      record += batch.records();
      if (record < records.size()) {
        assertThat(batch.body().length + records.get(record).getBytes(UTF_8).length)
            .isGreaterThan(Math.toIntExact(limit));
      }
    }
    assertThat(record).isEqualTo(records.size());
  }

  @Property(tries = 300)
  void aSingleRecordRequestHoldsOneLineWithItsNewline(@ForAll("files") String file)
      throws Exception {
    List<MiniBatch> batches = batches(file, BatchStrategy.SINGLE_RECORD, 0);

    assertThat(batches)
        .extracting(batch -> new String(batch.body(), UTF_8))
        .isEqualTo(records(file));
    assertThat(batches).allMatch(batch -> batch.records() == 1);
  }

  @Property(tries = 300)
  void aRecordOverTheLimitFailsTheFileAndIsNamed(@ForAll("files") String file) throws Exception {
    List<String> records = records(file);
    long limit = longest(file) - 1;
    if (limit < 1) {
      return;
    }
    int first = 0;
    while (records.get(first).getBytes(UTF_8).length <= limit) {
      first++;
    }
    long line = first + 1L;

    assertThat(failure(file, limit))
        .isInstanceOfSatisfying(
            InvocationException.class,
            e -> {
              assertThat(e.line()).isEqualTo(line);
              assertThat(e.attempts()).isZero();
              assertThat(e).hasMessageContaining("line " + line).hasMessageContaining("" + limit);
            });
  }

  /** Lines of many kinds: blank, long, with other line separators, with or without a last LF. */
  @Provide
  Arbitrary<String> files() {
    Arbitrary<String> line =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.strings().withChars("ab\r\u2028\u0085é€{} ").ofMaxLength(40)),
            Tuple.of(2, Arbitraries.of("", "\r", " ")),
            Tuple.of(
                1, Arbitraries.integers().between(LONG_RECORD - 2, LONG_RECORD).map("x"::repeat)));
    return Combinators.combine(line.list().ofMaxSize(30), Arbitraries.of("", "\n"))
        .as((lines, end) -> String.join("\n", lines) + end);
  }

  private static List<MiniBatch> batches(String file, BatchStrategy strategy, long limit)
      throws IOException, InvocationException {
    EngineSettings settings =
        EngineSettings.builder()
            .splitType(SplitType.LINE)
            .batchStrategy(strategy)
            .maxPayloadBytes(limit)
            .build();
    MiniBatches source =
        new MiniBatches(
            new ByteArrayInputStream(file.getBytes(UTF_8)), settings, settings.dataProcessing());
    List<MiniBatch> batches = new ArrayList<>();
    for (MiniBatch batch = source.next(); batch != null; batch = source.next()) {
      batch.requireSendable();
      batches.add(batch);
    }
    return batches;
  }

  private static Throwable failure(String file, long limit) {
    return catchThrowable(() -> batches(file, BatchStrategy.MULTI_RECORD, limit));
  }

  private static String withoutBlankEnd(String file) {
    return String.join("", records(file));
  }

  private static List<String> records(String file) {
    List<String> records = new ArrayList<>();
    for (int start = 0; start < file.length(); ) {
      int newline = file.indexOf('\n', start);
      int end = newline < 0 ? file.length() : newline + 1;
      records.add(file.substring(start, end));
      start = end;
    }
    while (!records.isEmpty() && records.get(records.size() - 1).matches("[ \\t\\r\\n]*")) {
      records.remove(records.size() - 1);
    }
    return records;
  }

  private static long longest(String file) {
    return records(file).stream().mapToInt(r -> r.getBytes(UTF_8).length).max().orElse(1);
  }
}
