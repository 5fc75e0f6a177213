package dev.batchtransform.emulator.oracle;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random objects, and random jobs over them. */
final class Objects {

  /** What stands in a JSON member: text kept as it was written, numbers in a plain form. */
  private static final List<String> JSON_VALUES =
      List.of(
          "1",
          "-2.50",
          "12345678901234567890",
          "null",
          "true",
          "\"\"",
          "\"\\u00e9 \\\"x\\\"\"",
          "\"<\u00e9\ud83d\ude00>\"",
          "[]",
          "[7, \"eight\"]",
          "{ \"c\" : 3, \"A\" : [ ] }");

  private static final List<String> COLUMNS =
      List.of("", "1", "a b", "\"x,y\"", "\"say \"\"hi\"\"\"", "\u00e9", "33");

  private static final List<String> LINE_ENDS = List.of("\n", "\n", "\n", "\r\n");

  private Objects() {}

  static Arbitrary<DocumentedJob> jobs() {
    return Arbitraries.of(RecordType.values()).flatMap(Objects::jobs);
  }

  private static Arbitrary<DocumentedJob> jobs(RecordType type) {
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    Arbitrary<Filter> filters =
        Arbitraries.of(type == RecordType.CSV ? Filter.OF_COLUMNS : Filter.OF_JSON);
    Arbitrary<OptionalInt> payloads =
        Arbitraries.integers()
            .between(4, 90)
            .injectNull(0.5)
            .map(bytes -> bytes == null ? OptionalInt.empty() : OptionalInt.of(bytes));
    return Combinators.combine(flags, flags, payloads, flags, filters, flags, filters)
        .as(
            (byLine, single, payload, assembled, in, joined, out) ->
                allowed(
                    new DocumentedJob(byLine, single, payload, assembled, type, in, joined, out)));
  }

  /** Where data is processed, CSV is split by line and AssembleWith equals SplitType. */
  private static DocumentedJob allowed(DocumentedJob job) {
    boolean byLine = job.byLine() || (job.processesData() && job.type() == RecordType.CSV);
    return new DocumentedJob(
        byLine,
        job.singleRecord(),
        job.maxPayload(),
        job.processesData() ? byLine : job.assembledByLine(),
        job.type(),
        job.inputFilter(),
        job.joined(),
        job.outputFilter());
  }

  /** Lines of records, blank lines and a few broken ones; the last may lack its newline. */
  static Arbitrary<String> objects(RecordType type) {
    Arbitrary<String> record = type == RecordType.CSV ? rows() : jsonRecords();
    Arbitrary<String> line =
        Arbitraries.frequencyOf(
            Tuple.of(30, record),
            Tuple.of(2, Arbitraries.of("", " ", "\t")),
            Tuple.of(1, Arbitraries.of("{} {}", "{\"id\":", "a,\"b")));
    Arbitrary<String> lines =
        Combinators.combine(line, Arbitraries.of(LINE_ENDS))
            .as(String::concat)
            .list()
            .ofMaxSize(8)
            .map(all -> String.join("", all));
    return Combinators.combine(lines, Arbitraries.of("", "", "last"), record)
        .as((text, last, unended) -> last.isEmpty() ? text : text + unended);
  }

  private static Arbitrary<String> rows() {
    return Arbitraries.of(COLUMNS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(all -> String.join(",", all));
  }

  private static Arbitrary<String> jsonRecords() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, Combinators.combine(values(), values(), values()).as(Objects::object)),
        Tuple.of(1, values()));
  }

  private static Arbitrary<String> values() {
    return Arbitraries.of(JSON_VALUES);
  }

  private static String object(String id, String b, String upper) {
    return List.of("\"id\":" + id, "\"b\" : " + b, "\"B\":" + upper, "\"SageMakerOutput\":0")
        .stream()
        .collect(Collectors.joining(",", "{", "}"));
  }
}
