package dev.batchtransform.emulator.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.batchtransform.emulator.oracle.DocumentedJob.Container;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a job makes of one object. Text stands for its UTF-8 bytes. */
record DocumentedTransform(DocumentedJob job, Container container) {

  /**
   * What came of an object.
   *
   * @param requests the bodies that the container got, in order, up to the first it refused
   * @param output the stored output; empty when there is none
   */
  record Outcome(List<String> requests, Optional<String> output) {}

  Outcome of(String object) {
    List<String> requests = new ArrayList<>();
    StringBuilder output = new StringBuilder();
    try {
      for (List<String> batch : batches(records(object))) {
        String body = batch.stream().map(this::seen).collect(Collectors.joining());
        requests.add(body);
        String answer = container.answer(body).orElseThrow(NoOutputException::new);
        output.append(assembled(kept(batch, answer)));
      }
    } catch (NoOutputException lost) {
      return new Outcome(requests, Optional.empty());
    }
    return new Outcome(requests, Optional.of(output.toString()));
  }

  /** A record keeps its newline. Blank lines at the end are none. */
  private List<String> records(String object) {
    if (object.isEmpty()) {
      return List.of();
    }
    if (!job.byLine()) {
      return List.of(object);
    }
    List<String> lines = new ArrayList<>(Arrays.asList(object.split("(?<=\n)")));
    while (!lines.isEmpty() && lines.get(lines.size() - 1).matches("[ \t\r\n]*")) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  /** As many records as fit, or one; a record that never fits costs the object. */
  private List<List<String>> batches(List<String> records) {
    List<List<String>> batches = new ArrayList<>();
    long room = 0;
    for (String record : records) {
      int size = seen(record).getBytes(UTF_8).length;
      long limit = job.maxPayload().isPresent() ? job.maxPayload().getAsInt() : Long.MAX_VALUE;
      if (size > limit) {
        throw new NoOutputException();
      }
      if (batches.isEmpty() || job.singleRecord() || size > room) {
        batches.add(new ArrayList<>());
        room = limit;
      }
      batches.get(batches.size() - 1).add(record);
      room -= size;
    }
    return batches;
  }

  private String seen(String record) {
    if (job.inputFilter().selectsAll()) {
      return record;
    }
    String selected = job.type().write(job.inputFilter().select(job.type().value(record)));
    return record.endsWith("\n") ? selected + "\n" : selected;
  }

  /** An answer as it is, or, when data is processed, each of its values on a line. */
  private String kept(List<String> batch, String answer) {
    if (!job.joined() && job.outputFilter().selectsAll()) {
      return answer;
    }
    List<@Nullable Object> values = job.type().values(answer);
    if (job.joined() && values.size() != batch.size()) {
      throw new NoOutputException();
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value =
          job.joined()
              ? job.type().join(job.type().value(batch.get(i)), values.get(i))
              : values.get(i);
      lines.add(job.type().write(job.outputFilter().select(value)));
    }
    return String.join("\n", lines);
  }

  /** A newline after each answer, unless it ends in one; or nothing between answers. */
  private String assembled(String answer) {
    return job.assembledByLine() && !answer.endsWith("\n") ? answer + "\n" : answer;
  }
}
