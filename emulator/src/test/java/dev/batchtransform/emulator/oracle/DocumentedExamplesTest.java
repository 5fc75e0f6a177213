package dev.batchtransform.emulator.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.emulator.oracle.DocumentedJob.Container;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The examples that AWS itself gives, which the oracle must know. */
class DocumentedExamplesTest {

  private static Optional<String> output(DocumentedJob job, Container container, String object) {
    return new DocumentedTransform(job, container).of(object).output();
  }

  private static DocumentedJob job(RecordType type, Filter in, boolean joined, Filter out) {
    return new DocumentedJob(true, true, OptionalInt.empty(), true, type, in, joined, out);
  }

  /** "Associate Prediction Results with Input Records", the example of an object. */
  @Test
  void anObjectGetsItsAnswerAsAMember() {
    DocumentedJob job = job(RecordType.JSON, Filter.ALL, true, Filter.ALL);

    assertThat(output(job, body -> Optional.of("{\"prediction\":0}"), "{\"key\":1}\n"))
        .hasValue("{\"SageMakerOutput\":{\"prediction\":0},\"key\":1}\n");
  }

  /** The same page, the example of an array. */
  @Test
  void whatIsNoObjectIsWrapped() {
    DocumentedJob job = job(RecordType.JSON, Filter.ALL, true, Filter.ALL);

    assertThat(output(job, body -> Optional.of("{\"prediction\":0}"), "[1,0,4]\n"))
        .hasValue("{\"SageMakerInput\":[1,0,4],\"SageMakerOutput\":{\"prediction\":0}}\n");
  }

  /** The same page: the id is kept from the model and stored with its answer. */
  @Test
  void aRowIsJoinedUnfilteredAndThenFiltered() {
    Filter withoutId = Filter.OF_COLUMNS.get(4);
    Filter idAndScore = Filter.OF_COLUMNS.get(3);
    DocumentedJob job = job(RecordType.CSV, withoutId, true, idAndScore);

    assertThat(
            output(
                job, body -> Optional.of(body.equals("0.5,1\n") ? "0.9\n" : "?\n"), "id-7,0.5,1\n"))
        .hasValue("id-7,0.9\n");
  }

  /** "Errors in Batch Transform": an object of which a record fails has no output. */
  @Test
  void aRefusedRecordCostsTheObject() {
    DocumentedJob job = job(RecordType.JSON, Filter.ALL, false, Filter.ALL);

    assertThat(
            output(
                job,
                body -> body.contains("2") ? Optional.empty() : Optional.of("ok"),
                "1\n2\n3\n"))
        .isEmpty();
  }
}
