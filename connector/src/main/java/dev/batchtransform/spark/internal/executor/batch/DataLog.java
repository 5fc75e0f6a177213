package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a job's data log says of files that have no output. Its lines look like {@code
 * <time>:[sagemaker logs]: <bucket>/<key>: ClientError: 413}; the container's own words follow a
 * line that says {@code Message:}. AWS documents none of this, so that only what is certain is
 * looked for: the file's name, a status, words.
 */
final class DataLog {
  private static final Pattern LINE = Pattern.compile("/([^/\\s]+\\.jsonl): ?(.*)", Pattern.DOTALL);
  private static final Pattern STATUS =
      Pattern.compile("(?:ClientError|algorithm): (?:HTTP )?([1-5]\\d\\d)\\b");
  private static final String WORDS_FOLLOW = "Message:";

  /** As much as a local model's answer is quoted. */
  private static final int MOST_CHARACTERS = 1024;

  private DataLog() {}

  /** Why each of {@code files} failed, by its name, as far as the log says so. */
  static Map<String, FileFailure> failures(
      List<String> lines, List<StagedFile> files, MediaTypes types) {
    Map<String, String> names =
        files.stream().collect(Collectors.toMap(StagedFile::inputName, StagedFile::name));
    Map<String, List<String>> said = new HashMap<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.find() && names.containsKey(matcher.group(1))) {
        said.computeIfAbsent(names.get(matcher.group(1)), name -> new ArrayList<>())
            .add(matcher.group(2).strip());
      }
    }
    return said.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, file -> failure(file.getValue(), types)));
  }

  private static FileFailure failure(List<String> said, MediaTypes types) {
    String heading = said.get(0);
    String words =
        said.stream()
            .skip(1)
            .filter(line -> !line.isEmpty() && !line.equals(WORDS_FOLLOW))
            .collect(Collectors.joining("\n"));
    Matcher matcher = STATUS.matcher(heading);
    OptionalInt status =
        matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    String cure = types.cure(status.orElse(0)).map(". "::concat).orElse("");
    return FileFailure.ofWholeFile(
        shortened(words.isEmpty() ? heading : heading + ": " + words) + cure, status);
  }

  private static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }
}
