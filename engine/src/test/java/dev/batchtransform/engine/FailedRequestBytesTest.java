package dev.batchtransform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.engine.FailedRequest.Kind;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FailedRequestBytesTest {

  @Property
  void whatIsWrittenIsRead(@ForAll("requests") List<FailedRequest> requests) {
    assertThat(FailedRequestBytes.read(FailedRequestBytes.write(requests))).isEqualTo(requests);
  }

  @Test
  void tenThousandRequestsWithTheSameWordsAreFewBytes() {
    List<FailedRequest> requests =
        LongStream.rangeClosed(1, 10_000)
            .mapToObj(
                line ->
                    new FailedRequest(
                        line, 1, Kind.REFUSED, OptionalInt.of(400), "x".repeat(1024), 1))
            .toList();

    assertThat(FailedRequestBytes.write(requests)).hasSizeLessThan(100_000);
  }

  @Provide
  Arbitrary<List<FailedRequest>> requests() {
    return Combinators.combine(
            Arbitraries.longs().greaterOrEqual(1),
            Arbitraries.longs().greaterOrEqual(1),
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(0, 599),
            Arbitraries.strings().ofMaxLength(20),
            Arbitraries.integers().greaterOrEqual(0))
        .as(
            (line, records, kind, status, message, attempts) ->
                new FailedRequest(
                    line, records, kind, FailedRequestBytes.status(status), message, attempts))
        .list()
        .ofMaxSize(50);
  }
}
