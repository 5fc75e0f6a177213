package dev.batchtransform.spark.internal.executor.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.internal.executor.Wave;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The name of a wave's transform job: a function of the run, the wave and everything that the job
 * is asked to do. The name is the only handle by which SageMaker recognises a request that it has
 * seen before, so the same wave always gets the same name and another request another one.
 */
public final class TransformJobName {

  private static final int MOST_CHARACTERS = 63;
  private static final int DIGEST_CHARACTERS = 10;

  private TransformJobName() {}

  /**
   * The name of the job that runs a wave: {@code <run id>-w<wave>-<digest>}, at most 63 letters,
   * digits and hyphens.
   *
   * @param request the CreateTransformJob request; its own TransformJobName does not count
   */
  public static String of(Wave wave, ObjectNode request) {
    String suffix = "-w" + wave.index() + "-" + digest(wave, request);
    return readable(wave.runId(), MOST_CHARACTERS - suffix.length()) + suffix;
  }

  private static String readable(String runId, int mostCharacters) {
    String words = runId.replaceAll("[^a-zA-Z0-9]+", "-").replaceAll("^-", "");
    String cut = words.substring(0, Math.min(words.length(), mostCharacters)).replaceAll("-$", "");
    return cut.isEmpty() ? "run" : cut;
  }

  private static String digest(Wave wave, ObjectNode request) {
    ObjectNode content = request.deepCopy();
    content.remove("TransformJobName");
    String text =
        String.join(
            "\n",
            wave.runId(),
            Long.toString(wave.runCreated().toEpochMilli()),
            Integer.toString(wave.index()),
            CanonicalJson.text(content));
    return DigestUtils.sha256Hex(text).substring(0, DIGEST_CHARACTERS);
  }
}
