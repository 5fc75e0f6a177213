package dev.batchtransform.spark.it.kept;

import dev.batchtransform.spark.it.Models;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/**
 * The model of the kept runs: triples the id. Its name is in their ledgers, so it must not change.
 * What it refuses is set by whoever runs it in this JVM.
 */
public class KeptModel implements LocalModel {
  /** Ids that are answered with status 400. */
  static final Set<Long> REFUSED = ConcurrentHashMap.newKeySet();

  /** Ids whose answer is not what the result schema says. */
  static final Set<Long> GARBLED = ConcurrentHashMap.newKeySet();

  /** Ids of all records so far, as they came. */
  static final List<Long> SEEN = new CopyOnWriteArrayList<>();

  private static volatile LongConsumer before = id -> {};

  /** A healthy model that has seen nothing. */
  static void reset() {
    REFUSED.clear();
    GARBLED.clear();
    SEEN.clear();
    before = id -> {};
  }

  /** Calls {@code action} with each record's id before it is answered. */
  static void before(LongConsumer action) {
    before = action;
  }

  @Override
  public ModelResponse invoke(ModelRequest request) {
    long id = Models.id(new String(request.body(), StandardCharsets.UTF_8));
    before.accept(id);
    SEEN.add(id);
    if (REFUSED.contains(id)) {
      return new ModelResponse(400, utf8("missing field 'title'"));
    }
    return ModelResponse.ok(utf8(GARBLED.contains(id) ? "\"garbled\"" : answer(id)));
  }

  /** The answer to a record. */
  protected String answer(long id) {
    return "{\"tripled\":" + 3 * id + "}";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Answers with words. */
  public static final class Text extends KeptModel {
    @Override
    protected String answer(long id) {
      return "three times " + id + ", \"süß\"";
    }
  }
}
