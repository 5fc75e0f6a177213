package dev.batchtransform.emulator.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Finds the objects that a transform job reads. */
public final class InputListing {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * An object to transform.
   *
   * @param location where it lies
   * @param relativeName its place below the output path, without {@code .out}
   */
  public record Input(S3Location location, String relativeName) {}

  /** The input cannot be listed; the message is what the job says about it. */
  public static final class ListingException extends Exception {
    ListingException(String message) {
      super(message);
    }
  }

  private final ObjectStore store;

  public InputListing(ObjectStore store) {
    this.store = store;
  }

  /** Every object whose key starts with the prefix's characters, sub-folders included. */
  public List<Input> byPrefix(String uri) throws IOException, ListingException {
    S3Location prefix = location(uri);
    if (!store.hasBucket(prefix.bucket())) {
      throw noObjects(uri);
    }
    List<Input> inputs =
        store.list(prefix).stream()
            .map(object -> new Input(object, prefix.relativize(object)))
            .toList();
    if (inputs.isEmpty()) {
      throw noObjects(uri);
    }
    return inputs;
  }

  private static ListingException noObjects(String uri) {
    return new ListingException(
        ("No S3 objects found under S3 URL \"%s\" given in input data source. Please ensure that the"
                + " bucket exists in the selected region, that objects exist under that S3 prefix, and that the model's role may list the bucket.")
            .formatted(uri));
  }

  /**
   * The objects that a manifest names: a JSON array of {@code {"prefix": "s3://bucket/folder/"}}
   * and then names, each of which is put after the prefix as it is.
   */
  public List<Input> byManifest(String uri) throws IOException, ListingException {
    JsonNode manifest = read(uri);
    JsonNode prefix = manifest.path(0).path("prefix");
    if (!manifest.isArray() || !prefix.isTextual() || manifest.size() < 2) {
      throw wrongManifest(uri, "it is not a JSON array of a prefix and at least one name");
    }
    S3Location common = location(prefix.textValue());
    if (!store.hasBucket(common.bucket())) {
      throw noObjects(prefix.textValue());
    }
    List<Input> inputs = new ArrayList<>();
    for (int i = 1; i < manifest.size(); i++) {
      if (!manifest.get(i).isTextual()) {
        throw wrongManifest(uri, "entry " + i + " is no string");
      }
      String name = manifest.get(i).textValue();
      inputs.add(new Input(new S3Location(common.bucket(), common.key() + name), name));
    }
    return inputs;
  }

  private JsonNode read(String uri) throws IOException, ListingException {
    S3Location manifest = location(uri);
    if (!store.hasBucket(manifest.bucket())) {
      throw wrongManifest(uri, "NoSuchBucket: The specified bucket does not exist");
    }
    try (InputStream in = store.open(manifest)) {
      return MAPPER.readTree(in);
    } catch (JsonProcessingException notJson) {
      throw wrongManifest(uri, "it is not JSON");
    } catch (FileNotFoundException missing) {
      throw wrongManifest(uri, "it does not exist");
    }
  }

  private static S3Location location(String uri) throws ListingException {
    try {
      return S3Location.parse(uri);
    } catch (IllegalArgumentException failure) {
      throw new ListingException(String.valueOf(failure.getMessage()));
    }
  }

  private static ListingException wrongManifest(String uri, String why) {
    return new ListingException("Cannot read the manifest \"%s\": %s.".formatted(uri, why));
  }
}
