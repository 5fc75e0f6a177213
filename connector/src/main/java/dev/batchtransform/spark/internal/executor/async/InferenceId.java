package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.internal.executor.Wave;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The name of a request: a function of the run, the wave, the file and how often the file was sent
 * in it. So a request that is sent a second time, since nobody knows any more that it was, is
 * recognised as the same.
 */
final class InferenceId {

  private static final int MOST_CHARACTERS = 64;
  private static final int DIGEST_CHARACTERS = 24;

  private InferenceId() {}

  /** At most 64 letters, digits and hyphens: {@code <run id>-w<wave>-<digest>}. */
  static String of(Wave wave, String file, int attempt) {
    String suffix = "-w" + wave.index() + "-" + digest(wave, file, attempt);
    return readable(wave.runId(), MOST_CHARACTERS - suffix.length()) + suffix;
  }

  private static String readable(String runId, int mostCharacters) {
    String words = runId.replaceAll("[^a-zA-Z0-9]+", "-").replaceAll("^-", "");
    String cut = words.substring(0, Math.min(words.length(), mostCharacters));
    return cut.isEmpty() ? "run" : cut;
  }

  private static String digest(Wave wave, String file, int attempt) {
    String text =
        String.join(
            "\n",
            wave.runId(),
            Long.toString(wave.runCreated().toEpochMilli()),
            Integer.toString(wave.index()),
            file,
            Integer.toString(attempt));
    return DigestUtils.sha256Hex(text).substring(0, DIGEST_CHARACTERS);
  }
}
