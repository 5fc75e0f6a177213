package dev.batchtransform.benchmarks.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.benchmarks.model.IdScores;
import dev.batchtransform.emulator.LocalSageMaker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program that {@link LocalCloudProcess} starts: an emulated SageMaker, the container of its
 * one model, and that model. Says where it listens; ends when its standard input does.
 */
@Command(name = "LocalCloud", description = "An emulated SageMaker with one model.")
final class LocalCloud implements Callable<Integer> {
  static final String MODEL = "id-scores";
  static final String READY = "listening on ";

  private static final int OK = 200;
  private static final String CREDENTIAL =
      "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/sagemaker/aws4_request,"
          + " SignedHeaders=host, Signature=none";

  @Option(names = "--conf", description = "A key of Hadoop's or of the emulator's.")
  private Map<String, String> conf = new TreeMap<>();

  private LocalCloud() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new LocalCloud()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalSageMaker.Settings.Builder settings = LocalSageMaker.Settings.builder();
    conf.forEach(settings::conf);
    try (ModelServer container = ModelServer.start(new IdScores());
        LocalSageMaker sageMaker = LocalSageMaker.start(settings.build())) {
      createModel(sageMaker.endpoint(), container.endpoint());
      System.out.println(READY + sageMaker.endpoint());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
    return CommandLine.ExitCode.OK;
  }

  private static void createModel(URI sageMaker, URI container)
      throws IOException, InterruptedException {
    Map<String, ?> request =
        Map.of(
            "ModelName",
            MODEL,
            "ExecutionRoleArn",
            "arn:aws:iam::123456789012:role/execution",
            "PrimaryContainer",
            Map.of("Image", container.toString()));
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(sageMaker)
                    .header("Content-Type", "application/x-amz-json-1.1")
                    .header("X-Amz-Target", "SageMaker.CreateModel")
                    .header("Authorization", CREDENTIAL)
                    .POST(BodyPublishers.ofString(new ObjectMapper().writeValueAsString(request)))
                    .build(),
                BodyHandlers.ofString());
    if (response.statusCode() != OK) {
      throw new IOException("CreateModel was refused: " + response.body());
    }
  }
}
