package dev.batchtransform.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LicenceTextsTest {

  @Test
  void theLongestLicencesAreLongAndAllDifferent() throws IOException {
    List<Licence> licences = LicenceTexts.load().longest(24);

    assertThat(licences)
        .hasSize(24)
        .allMatch(licence -> licence.text().length() > 15_000)
        .extracting(Licence::id)
        .isSorted()
        .contains("AGPL-3.0-only", "MPL-1.1")
        .doesNotContain("GPL-3.0-or-later");
    assertThat(licences).extracting(Licence::text).doesNotHaveDuplicates();
  }

  @Test
  void whoAsksForTooManyGetsAll() throws IOException {
    assertThat(LicenceTexts.load().longest(10_000)).hasSizeBetween(100, 9_999);
  }
}
