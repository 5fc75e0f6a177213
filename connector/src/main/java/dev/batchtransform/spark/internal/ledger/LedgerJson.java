package dev.batchtransform.spark.internal.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ledger as JSON. Reading tolerates fields that a later version added. */
public final class LedgerJson {
  private static final TypeReference<RunLedger> LEDGER = new TypeReference<>() {};
  private static final TypeReference<List<LedgerFile>> FILES = new TypeReference<>() {};
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          // What follows from the components, such as isPending(), is not stored.
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new InstantWriter())
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();

  private LedgerJson() {}

  static byte[] write(RunLedger ledger) throws IOException {
    return MAPPER.writeValueAsBytes(ledger);
  }

  static byte[] writeFiles(List<LedgerFile> files) throws IOException {
    return MAPPER.writerFor(FILES).writeValueAsBytes(files);
  }

  /** As it was written: without the files that lie beside it. */
  public static RunLedger read(byte[] json) throws IOException {
    return read(json, LEDGER);
  }

  static List<LedgerFile> readFiles(byte[] json) throws IOException {
    return read(json, FILES);
  }

  private static <T> T read(byte[] json, TypeReference<T> type) throws IOException {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException failure) {
      // Neither its message nor it as a cause: it quotes the ledger, whose options may be secret.
      throw new IOException(
          "it is damaged, or a newer connector has written it" + place(failure.getLocation()));
    }
  }

  private static String place(@Nullable JsonLocation at) {
    return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }

  private static final class InstantWriter extends StdSerializer<Instant> {
    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toString());
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Instant.parse(json.getText());
    }
  }
}
