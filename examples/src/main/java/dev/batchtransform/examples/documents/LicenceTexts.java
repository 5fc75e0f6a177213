package dev.batchtransform.examples.documents;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The licences that the Open Source Initiative has approved, from SPDX's list of them: people's own
 * words, up to seven thousand of them in a text.
 */
public final class LicenceTexts {
  private static final String FOLDER = "/resources/stdlicenses/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Licence> licences;

  private LicenceTexts(List<Licence> licences) {
    this.licences = licences;
  }

  /** Reads the texts from the class path; takes about a second. */
  public static LicenceTexts load() throws IOException {
    List<Licence> licences = new ArrayList<>();
    // A licence is listed once for "only" and once for "or later", with one text.
    Set<String> texts = new HashSet<>();
    for (JsonNode entry : read("licenses.json").path("licenses")) {
      if (entry.path("isOsiApproved").asBoolean()
          && !entry.path("isDeprecatedLicenseId").asBoolean()) {
        String id = entry.path("licenseId").asText();
        String text = read(id + ".json").path("licenseText").asText();
        if (texts.add(text)) {
          licences.add(new Licence(id, entry.path("name").asText(), text));
        }
      }
    }
    return new LicenceTexts(licences);
  }

  /** The {@code count} longest, in the order of their ids; all if there are fewer. */
  public List<Licence> longest(int count) {
    return licences.stream()
        .sorted(
            comparingInt((Licence licence) -> licence.text().length())
                .reversed()
                .thenComparing(Licence::id))
        .limit(count)
        .sorted(comparing(Licence::id))
        .toList();
  }

  private static JsonNode read(String file) throws IOException {
    try (InputStream json = LicenceTexts.class.getResourceAsStream(FOLDER + file)) {
      return JSON.readTree(Objects.requireNonNull(json, file));
    }
  }
}
