package dev.batchtransform.spark.internal.record.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Utf8PropertyTest {

  @Property(tries = 3000)
  void bytesAreWhatJavasDecoderTakesThemFor(@ForAll("bytes") byte[] bytes) {
    Utf8 expected;
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean breaks = text.chars().anyMatch(c -> c == 0x85 || c == 0x2028 || c == 0x2029);
      expected = breaks ? Utf8.BREAKING : Utf8.PLAIN;
    } catch (CharacterCodingException e) {
      expected = Utf8.MALFORMED;
    }
    assertThat(Utf8.of(bytes, 0, bytes.length)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<byte[]> encoded = Tables.texts().map(text -> text.getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> leads =
        Arbitraries.of(0x7F, 0x80, 0xC0, 0xC2, 0xDF, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0xF5)
            .map(lead -> new byte[] {lead.byteValue()});
    Arbitrary<byte[]> rest =
        Arbitraries.of(0x41, 0x7F, 0x80, 0x85, 0x8F, 0x90, 0x9F, 0xA0, 0xA8, 0xA9, 0xBF, 0xC0)
            .map(Integer::byteValue)
            .array(byte[].class)
            .ofMaxSize(4);
    Arbitrary<byte[]> broken = Combinators.combine(leads, rest).as(Utf8PropertyTest::concat);
    Arbitrary<byte[]> any = Arbitraries.oneOf(encoded, broken);
    return Combinators.combine(any, any).as(Utf8PropertyTest::concat);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }
}
