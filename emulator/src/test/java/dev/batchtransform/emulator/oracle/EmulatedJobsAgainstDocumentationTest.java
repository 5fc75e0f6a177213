package dev.batchtransform.emulator.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.emulator.Cloud;
import dev.batchtransform.emulator.TestContainer;
import dev.batchtransform.emulator.oracle.DocumentedJob.Container;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;

/** What whole jobs write, requested with AWS's client, compared with what AWS documents. */
class EmulatedJobsAgainstDocumentationTest {

  private static final int MIB = 1 << 20;

  /** A job, its objects and a container. */
  record Case(DocumentedJob job, List<String> objects, Container container) {}

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aJobWritesWhatIsDocumented(@ForAll("cases") Case one) throws Exception {
    assertThat(written(one, OptionalInt.empty())).isEqualTo(documented(one));
  }

  @Provide
  Arbitrary<Case> cases() {
    return Objects.jobs()
        .map(job -> withPayload(job, 6 * MIB))
        .flatMap(
            job ->
                Combinators.combine(
                        Objects.objects(job.type()).list().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.of(Containers.ALL))
                    .as((objects, container) -> new Case(job, objects, container)));
  }

  @Example
  void aRequestHoldsAsManyMebibytesAsTheJobSays() throws Exception {
    DocumentedJob job =
        new DocumentedJob(
            true, false, OptionalInt.of(MIB), true, RecordType.JSON, Filter.ALL, false, Filter.ALL);
    String half = "x".repeat(MIB / 2 - 1) + "\n";
    Case one =
        new Case(
            job,
            List.of(half + half, half + "y" + half, "x".repeat(MIB), "x".repeat(MIB) + "\n"),
            body -> Optional.of(Integer.toString(body.length())));

    Map<String, String> written = written(one, OptionalInt.of(1));

    assertThat(written).isEqualTo(documented(one));
    assertThat(written)
        .containsOnly(
            Map.entry("0.jsonl.out", MIB + "\n"),
            Map.entry("1.jsonl.out", MIB / 2 + "\n" + (MIB / 2 + 1) + "\n"),
            Map.entry("2.jsonl.out", MIB + "\n"));
  }

  private static Map<String, String> documented(Case one) {
    Map<String, String> outputs = new TreeMap<>();
    for (int i = 0; i < one.objects.size(); i++) {
      String key = i + ".jsonl.out";
      new DocumentedTransform(one.job, one.container)
          .of(one.objects.get(i))
          .output()
          .ifPresent(output -> outputs.put(key, output));
    }
    return outputs;
  }

  private static Map<String, String> written(Case one, OptionalInt maxPayloadInMb)
      throws Exception {
    Path root = Files.createTempDirectory("documented");
    try (Cloud cloud = new Cloud(root);
        TestContainer container =
            TestContainer.start(
                body ->
                    one.container
                        .answer(body)
                        .map(answer -> new TestContainer.Answer(200, answer))
                        .orElseGet(() -> new TestContainer.Answer(400, "refused")))) {
      cloud.createModel("model", container.image());
      for (int i = 0; i < one.objects.size(); i++) {
        cloud.put("in/" + i + ".jsonl", one.objects.get(i));
      }
      CreateTransformJobRequest.Builder request = request(one.job);
      maxPayloadInMb.ifPresent(request::maxPayloadInMB);
      TransformJobStatus status = cloud.run(request).transformJobStatus();
      Map<String, String> written = cloud.objects("out");
      assertThat(status == TransformJobStatus.COMPLETED)
          .isEqualTo(written.size() == one.objects.size());
      return written;
    }
  }

  private static CreateTransformJobRequest.Builder request(DocumentedJob job) {
    return Cloud.job("job", "model")
        .batchStrategy(job.singleRecord() ? "SingleRecord" : "MultiRecord")
        .transformInput(
            input ->
                input
                    .contentType(job.type().mimeType())
                    .splitType(job.byLine() ? "Line" : "None")
                    .dataSource(
                        source ->
                            source.s3DataSource(
                                s3 ->
                                    s3.s3DataType(S3DataType.S3_PREFIX).s3Uri("s3://bucket/in/"))))
        .transformOutput(
            output ->
                output
                    .accept(job.type().mimeType())
                    .assembleWith(job.assembledByLine() ? "Line" : "None")
                    .s3OutputPath("s3://bucket/out"))
        .transformResources(resources -> resources.instanceType("ml.m5.large").instanceCount(2))
        .dataProcessing(
            processing ->
                processing
                    .inputFilter(job.inputFilter().path())
                    .joinSource(job.joined() ? "Input" : "None")
                    .outputFilter(job.outputFilter().path()));
  }

  private static DocumentedJob withPayload(DocumentedJob job, int bytes) {
    return new DocumentedJob(
        job.byLine(),
        job.singleRecord(),
        OptionalInt.of(bytes),
        job.assembledByLine(),
        job.type(),
        job.inputFilter(),
        job.joined(),
        job.outputFilter());
  }
}
