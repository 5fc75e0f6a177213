package dev.batchtransform.spark.internal.stage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * SageMaker's {@code ManifestFile}: one JSON array of a prefix and the keys below it, so that a job
 * reads exactly the committed files and nothing that happens to lie beside them.
 */
public final class Manifest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Manifest() {}

  /**
   * Writes the manifest of a wave.
   *
   * @param prefix URI that the model's service understands of the folder that holds the files
   */
  public static void write(Path path, String prefix, List<StagedFile> files, Configuration hadoop)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      json.writeStartArray();
      json.writeStartObject();
      json.writeStringField("prefix", prefix.endsWith("/") ? prefix : prefix + "/");
      json.writeEndObject();
      for (StagedFile file : files) {
        json.writeString(file.inputName());
      }
      json.writeEndArray();
    }
    WholeFile.write(path, bytes.toByteArray(), hadoop);
  }
}
