package dev.batchtransform.examples.model;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * all-MiniLM-L6-v2, quantised: a small sentence embedding model that runs on a CPU, from files on
 * the class path. Safe for use by several threads.
 *
 * <p>Each text is its own inference. The quantised model scales its activations over everything in
 * a batch, so that a text's answer would depend on its neighbours (by up to 0.04 a dimension); and
 * a batch is no faster here. So the same text has the same answer, bit for bit, however it is sent.
 */
public final class EmbeddingModel implements AutoCloseable {
  /** The length of an embedding. */
  public static final int DIMENSIONS = 384;

  /** Longer texts are cut. */
  public static final int MAX_TOKENS = 256;

  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final HuggingFaceTokenizer tokenizer;

  private EmbeddingModel(
      OrtEnvironment environment, OrtSession session, HuggingFaceTokenizer tokenizer) {
    this.environment = environment;
    this.session = session;
    this.tokenizer = tokenizer;
  }

  /** Loads the model; takes about a second. */
  public static EmbeddingModel load() throws IOException {
    // The tokenizer's library is in its jar; without this it would look for a newer one on the
    // network.
    System.setProperty("ai.djl.offline", "true");
    try (InputStream model = resource(MODEL);
        InputStream tokenizer = resource(TOKENIZER);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      // Texts run side by side, each on one thread: threads within a text this short only wait for
      // each other.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return new EmbeddingModel(
          environment,
          environment.createSession(model.readAllBytes(), options),
          HuggingFaceTokenizer.newInstance(
              tokenizer,
              Map.of(
                  "padding",
                  "false",
                  "truncation",
                  "true",
                  "maxLength",
                  Integer.toString(MAX_TOKENS),
                  "modelMaxLength",
                  Integer.toString(MAX_TOKENS))));
    } catch (OrtException failure) {
      throw new IOException("Cannot load the embedding model", failure);
    }
  }

  /** Embeds one text on the calling thread. */
  public Embedding embed(String text) {
    Encoding encoding = tokenizer.encode(text);
    int tokens = encoding.getIds().length;
    try (OnnxTensor ids = tensor(encoding.getIds());
        OnnxTensor mask = tensor(encoding.getAttentionMask());
        OnnxTensor types = tensor(encoding.getTypeIds());
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
      return Embedding.ofDirection(sum(states, tokens), tokens);
    } catch (OrtException failure) {
      throw new IllegalStateException("Cannot run the embedding model", failure);
    }
  }

  /** Embeds texts on all cores; the answers are in the texts' order. */
  public List<Embedding> embed(List<String> texts) {
    return texts.parallelStream().map(this::embed).toList();
  }

  @Override
  public void close() {
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException failure) {
      throw new IllegalStateException("Cannot close the embedding model", failure);
    }
  }

  private OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(environment, new long[][] {values});
  }

  /** The sum over tokens points where their mean does, and only the direction is kept. */
  private static float[] sum(FloatBuffer states, int tokens) {
    float[] sum = new float[DIMENSIONS];
    float[] state = new float[DIMENSIONS];
    for (int token = 0; token < tokens; token++) {
      states.get(state);
      for (int i = 0; i < DIMENSIONS; i++) {
        sum[i] += state[i];
      }
    }
    return sum;
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(EmbeddingModel.class.getResourceAsStream(name), name);
  }
}
