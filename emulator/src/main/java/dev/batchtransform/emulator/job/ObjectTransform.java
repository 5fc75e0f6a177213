package dev.batchtransform.emulator.job;

import dev.batchtransform.emulator.container.FaultyModel;
import dev.batchtransform.emulator.storage.InputListing.Input;
import dev.batchtransform.emulator.storage.PendingObject;
import dev.batchtransform.emulator.storage.S3Location;
import dev.batchtransform.engine.EngineSettings;
import dev.batchtransform.engine.InvocationException;
import dev.batchtransform.engine.InvocationListener;
import dev.batchtransform.engine.TransformEngine;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.zip.ZipException;

/** Turns objects into outputs: whole outputs or none. Safe for many threads. */
final class ObjectTransform implements AutoCloseable {

  private final JobRun run;
  private final LocalModel model;
  private final EngineSettings settings;
  private final DataLog dataLog;
  private final InvocationListener listener;
  private final TransformEngine engine;
  private final S3Location outputPath;

  ObjectTransform(
      int instance, JobRun run, LocalModel model, EngineSettings settings, DataLog dataLog) {
    this.run = run;
    this.model = model;
    this.settings = settings;
    this.dataLog = dataLog;
    this.listener = invocation -> run.job().statistics().invoked(instance, invocation);
    this.engine = new TransformEngine(model, settings, listener);
    this.outputPath = S3Location.parse(run.spec().s3OutputPath());
  }

  /** Transforms one object; its failure is logged and told to the run, and others go on. */
  void transform(Input input) throws IOException, InterruptedException, JobFailedException {
    S3Location output = outputPath.below(input.relativeName() + ".out");
    try (InputStream in = run.context().store().open(input.location());
        PendingObject pending = run.context().store().create(output)) {
      transform(input.location(), in, pending.stream());
      run.store(output, pending);
    } catch (InvocationException failure) {
      dataLog.failed(input.location(), failure);
      run.objectFailed(isContainersFault(failure) ? "AlgorithmError" : "ClientError");
    } catch (FileNotFoundException | ZipException | ObjectRefusedException failure) {
      String why = failure instanceof FileNotFoundException ? "NoSuchKey" : failure.getMessage();
      dataLog.failed(input.location(), "ClientError: " + why);
      run.objectFailed("ClientError");
    }
  }

  private void transform(S3Location object, InputStream in, OutputStream out)
      throws IOException, InvocationException, InterruptedException, ObjectRefusedException {
    PushbackInputStream peeked = new PushbackInputStream(in);
    int first = peeked.read();
    if (first < 0) {
      transformEmpty(out);
      return;
    }
    peeked.unread(first);
    String job = run.job().name();
    if (FaultyModel.concerns(run.context().faults(), job, object.key())) {
      LocalModel faulty = new FaultyModel(model, run.context().faults(), job, object.key());
      EngineSettings oneByOne = settings.toBuilder().maxConcurrentTransforms(1).build();
      try (TransformEngine own = new TransformEngine(faulty, oneByOne, listener)) {
        own.transform(object.key(), peeked, out);
      }
    } else {
      engine.transform(object.key(), peeked, out);
    }
  }

  private void transformEmpty(OutputStream out)
      throws IOException, InterruptedException, ObjectRefusedException {
    switch (run.context().settings().emptyObjects()) {
      case EMPTY_OUTPUT -> {}
      case FAIL -> throw new ObjectRefusedException("The object is empty.");
      case EMPTY_REQUEST -> {
        ModelResponse response =
            model.invoke(
                new ModelRequest(
                    new byte[0],
                    settings.contentType(),
                    settings.accept(),
                    settings.invocationTimeout()));
        if (!response.succeeded()) {
          throw new ObjectRefusedException(Integer.toString(response.status()));
        }
        out.write(response.body());
      }
    }
  }

  private static boolean isContainersFault(InvocationException failure) {
    boolean unanswered = failure.status() == 0 && failure.attempts() > 0;
    boolean refused = failure.status() >= 300 && failure.status() / 100 != 4;
    return unanswered || refused;
  }

  @Override
  public void close() {
    engine.close();
  }

  /** An object cannot be transformed, for a reason that is not a request's. */
  private static final class ObjectRefusedException extends Exception {
    ObjectRefusedException(String message) {
      super(message);
    }
  }
}
