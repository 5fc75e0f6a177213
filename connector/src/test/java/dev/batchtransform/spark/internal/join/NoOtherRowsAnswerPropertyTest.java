package dev.batchtransform.spark.internal.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.ledger.Runs;
import dev.batchtransform.spark.internal.record.answer.AnswerContract;
import dev.batchtransform.spark.internal.record.answer.AnswerFormat;
import dev.batchtransform.spark.internal.record.answer.AnswerReader;
import dev.batchtransform.spark.internal.record.answer.AnswerSurvey;
import dev.batchtransform.spark.internal.record.answer.KeyProof;
import dev.batchtransform.spark.internal.run.wave.SurveyedOutput;
import dev.batchtransform.spark.internal.run.wave.WaveTrust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.types.DataTypes;

/**
 * With one record per request, no row ever has an answer that was made from another row's record,
 * whatever the container answers. What SageMaker makes of the answers is told here once more, in
 * two lines. A wave has three files on average, so that more than 100,000 are tried.
 */
class NoOtherRowsAnswerPropertyTest {

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** What a container answers to a record: its id says whose answer it is. */
  private enum Body {
    NOTHING(""),
    BLANK_LINE("\n"),
    BLANKS(" \t"),
    NUMBER("#"),
    TEXT("\"#\""),
    OBJECT("{\"id\":#}"),
    OVER_LINES("{\n  \"id\": #\n}"),
    OVER_LINES_WITH_CARRIAGE_RETURNS("[\r\n#,\r\n#]"),
    AFTER_A_BLANK_LINE("\n#"),
    TWO_ON_A_LINE("# #"),
    TWO_GLUED("{\"id\":#}{\"id\":#}"),
    TWO_LINES("#\n#"),
    TWO_AND_A_BLANK_LINE("#\n\n#"),
    TWO_OVER_LINES("[\n#]\n[#\n]"),
    TWO_OVER_LINES_GLUED("[\n#][\n#]"),
    THREE_LINES("#\n{\"id\":#}\n\"#\""),
    TWO_WITH_A_CARRIAGE_RETURN("#\r#"),
    NO_JSON("Internal error #"),
    HALF("{\"id\": #");

    private final String text;

    Body(String text) {
      this.text = text;
    }

    String of(int record) {
      return text.replace("#", Integer.toString(record));
    }

    boolean isOneJsonValue() {
      return switch (this) {
        case NUMBER, TEXT, OBJECT, OVER_LINES, OVER_LINES_WITH_CARRIAGE_RETURNS -> true;
        default -> false;
      };
    }
  }

  /** How a container ends an answer that is not empty, and what the service does about it. */
  private enum Ending {
    NONE("", false),
    OWN("\n", false),
    OWN_AND_DOUBLED("\n", true);

    private final String own;
    private final boolean doubled;

    Ending(String own, boolean doubled) {
      this.own = own;
      this.doubled = doubled;
    }
  }

  @Property(tries = 40_000, edgeCases = EdgeCasesMode.NONE)
  void noRowHasAnAnswerThatWasMadeFromAnotherRowsRecord(
      @ForAll("waves") List<List<Body>> wave, @ForAll Ending ending, @ForAll AnswerFormat format)
      throws IOException {
    AnswerContract contract = new AnswerContract(format, false, true, null, null);
    // Ordinary answers show what the service does with their line feeds.
    List<List<Body>> files = new ArrayList<>(wave);
    files.add(List.of(Body.NUMBER, Body.OBJECT));
    Map<String, byte[]> outputs = new LinkedHashMap<>();
    Map<String, SurveyedOutput> surveyed = new LinkedHashMap<>();
    for (int file = 0; file < files.size(); file++) {
      String name = Integer.toString(file);
      byte[] output = assembled(files.get(file), ending);
      outputs.put(name, output);
      surveyed.put(name, survey(name, output, contract, files.get(file).size()));
    }

    WaveTrust.judge(Runs.afterWaves(), surveyed)
        .forEach(
            (name, output) -> {
              if (output.problem() == null) {
                assertOwnAnswers(
                    files.get(Integer.parseInt(name)), outputs.get(name), output, contract);
              }
            });
  }

  /** Not even where a request holds several records, if each answer has its record's key. */
  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
  void aKeyProvesWhatCountsDoNot(
      @ForAll("files") List<Body> records, @ForAll @IntRange(min = 1, max = 5) int requestSize)
      throws IOException {
    AnswerContract contract = new AnswerContract(AnswerFormat.JSON, false, false, "id", null);
    StringBuilder sent = new StringBuilder();
    StringBuilder came = new StringBuilder();
    for (int record = 0; record < records.size(); record++) {
      sent.append("{\"id\":").append(record).append("}\n");
      String body = records.get(record).of(record);
      boolean ends = record % requestSize == requestSize - 1 || record == records.size() - 1;
      came.append(body).append(ends || !body.isEmpty() ? "\n" : "");
    }
    byte[] output = came.toString().getBytes(StandardCharsets.UTF_8);
    SurveyedOutput surveyed = survey("0", output, contract, records.size());

    if (surveyed.problem() == null
        && KeyProof.firstUnequal(
                () -> new ByteArrayInputStream(sent.toString().getBytes(StandardCharsets.UTF_8)),
                () -> new ByteArrayInputStream(output),
                contract,
                surveyed.framing())
            .isEmpty()) {
      assertOwnAnswers(records, output, surveyed, contract);
    }
    if (records.stream().allMatch(Body.OBJECT::equals)) {
      assertThat(surveyed.problem()).isNull();
    }
  }

  /** SageMaker's {@code AssembleWith=Line}. Ids begin at 0 in each file. */
  private static byte[] assembled(List<Body> records, Ending ending) {
    StringBuilder file = new StringBuilder();
    for (int record = 0; record < records.size(); record++) {
      String body = records.get(record).of(record);
      String sent = body.isEmpty() ? body : body + ending.own;
      file.append(sent).append(sent.endsWith("\n") && !ending.doubled ? "" : "\n");
    }
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static SurveyedOutput survey(
      String name, byte[] output, AnswerContract contract, int records) throws IOException {
    AnswerSurvey survey =
        AnswerSurvey.survey(
            () -> new ByteArrayInputStream(output), contract, DataTypes.StringType, records);
    return new SurveyedOutput(
        name,
        name,
        output.length,
        survey.framing(),
        survey.answers(),
        survey.unparseable(),
        survey.problem().orElse(null),
        survey.aligned() ? null : "misaligned");
  }

  private static void assertOwnAnswers(
      List<Body> records, byte[] output, SurveyedOutput survey, AnswerContract contract) {
    long unusable = 0;
    try (AnswerReader answers =
        AnswerReader.open(
            new ByteArrayInputStream(output),
            new AnswerContract(contract.format(), false, true, null, null),
            survey.framing(),
            DataTypes.StringType)) {
      for (int record = 0; record < records.size(); record++) {
        assertThat(answers.next()).isTrue();
        unusable += answers.problem() == null ? 0 : 1;
        String text = answers.problem() == null ? String.valueOf(answers.value()) : "";
        String own = Integer.toString(record);
        assertThat(NUMBER.matcher(text).results().map(MatchResult::group))
            .as("row %s of %s as %s", record, records, survey.framing())
            .allMatch(own::equals);
        if (contract.onePerRequest()
            && contract.format() == AnswerFormat.JSON
            && records.get(record).isOneJsonValue()) {
          assertThat(answers.problem()).isNull();
        }
      }
      assertThat(answers.next()).isFalse();
      assertThat(survey.unparseable()).isEqualTo(unusable);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Provide
  Arbitrary<List<List<Body>>> waves() {
    Arbitrary<Body> any = Arbitraries.of(Body.class);
    Arbitrary<Body> mostlyGood =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of(Body.NUMBER, Body.OBJECT)), Tuple.of(1, any));
    Arbitrary<List<Body>> file =
        Arbitraries.oneOf(
            any.list().ofMinSize(1).ofMaxSize(4), mostlyGood.list().ofMinSize(1).ofMaxSize(12));
    return file.list().ofMinSize(1).ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<Body>> files() {
    return Arbitraries.of(Body.NOTHING, Body.OBJECT, Body.OBJECT, Body.OVER_LINES, Body.TWO_GLUED)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }
}
